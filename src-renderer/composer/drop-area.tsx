import { Paperclip } from 'lucide-react'
import { useEffect, useState } from 'react'
import { useWords } from '../language/use-words.ts'
import type { FileToAttach } from './attachment-store.ts'
import { droppedFiles } from './pasted.ts'

/** Files may be dropped anywhere on the window while a chat is shown; the veil says what happens to them. */
export function DropArea({ onFiles }: { readonly onFiles: (files: readonly FileToAttach[]) => void }) {
  const t = useWords('composer')
  const isOver = useFileDrop(onFiles)
  if (!isOver) return null
  return (
    <div className="drop-area">
      <p>
        <Paperclip />
        <b>{t('drop')}</b>
        <span>{t('dropNote')}</span>
      </p>
    </div>
  )
}

function useFileDrop(onFiles: (files: readonly FileToAttach[]) => void): boolean {
  const [isOver, setOver] = useState(false)
  useEffect(() => {
    const onOver = (event: DragEvent): void => {
      if (!hasFiles(event)) return
      // Without this the browser would open the file in the place of the page.
      event.preventDefault()
      setOver(true)
    }
    // Between two elements one is left and the other entered; only the window itself has nothing it goes on to.
    const onLeave = ({ relatedTarget }: DragEvent): void => {
      if (relatedTarget === null) setOver(false)
    }
    const onDrop = (event: DragEvent): void => {
      if (event.defaultPrevented || !hasFiles(event) || !event.dataTransfer) return
      event.preventDefault()
      setOver(false)
      onFiles(droppedFiles(event.dataTransfer))
    }
    const listeners = { dragenter: onOver, dragover: onOver, dragleave: onLeave, drop: onDrop }
    for (const [name, listener] of entries(listeners)) addEventListener(name, listener)
    return () => {
      for (const [name, listener] of entries(listeners)) removeEventListener(name, listener)
    }
  }, [onFiles])
  return isOver
}

type DragName = 'dragenter' | 'dragover' | 'dragleave' | 'drop'

const entries = (listeners: Readonly<Record<DragName, (event: DragEvent) => void>>) =>
  (['dragenter', 'dragover', 'dragleave', 'drop'] as const).map((name) => [name, listeners[name]] as const)

const hasFiles = ({ dataTransfer }: DragEvent): boolean => dataTransfer?.types.includes('Files') ?? false
