import { createContext, useContext, useEffect, useState } from 'react'
import type { Drawer } from './create-drawer.ts'
import { type DrawingJob, type DrawingResult, nothingDrawn } from './drawing-job.ts'

/** Without a drawer, code and formulas stay the text they are. */
export const DrawerContext = createContext<Drawer | null>(null)

/** What was drawn of the job; nothing until it is there, and while it is null. */
export function useDrawing(job: DrawingJob | null): DrawingResult {
  const drawer = useContext(DrawerContext)
  const key = job === null ? '' : JSON.stringify(job)
  const [drawn, setDrawn] = useState({ key: '', result: nothingDrawn })
  // biome-ignore lint/correctness/useExhaustiveDependencies: the key says all about the job
  useEffect(() => {
    if (job === null || drawer === null) return
    const wanted = { isWanted: true }
    void drawer.draw(job).then((result) => {
      if (wanted.isWanted) setDrawn({ key, result })
    })
    return () => {
      wanted.isWanted = false
    }
  }, [drawer, key])
  return drawn.key === key ? drawn.result : nothingDrawn
}
