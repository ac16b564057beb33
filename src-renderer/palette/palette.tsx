import './palette.css'
import { useEffect, useLayoutEffect, useRef } from 'react'
import { useStore } from 'zustand'
import { useWords } from '../language/use-words.ts'
import { ErrorNote } from '../ui/error-note.tsx'
import { usePage } from '../use-page.ts'
import { openLine } from './open-line.ts'
import { PaletteField } from './palette-field.tsx'
import { PaletteHints } from './palette-hints.tsx'
import { PaletteList } from './palette-list.tsx'
import { PaletteTabs } from './palette-tabs.tsx'
import { type PaletteLines, usePaletteLines } from './use-palette-lines.ts'

/** Everything that can be found and done, by one field. Focus stays in the field. */
export function Palette() {
  const isOpen = useStore(usePage().palette, (state) => state.isOpen)
  return isOpen ? <OpenPalette /> : null
}

function OpenPalette() {
  const { palette } = usePage()
  const t = useWords('palette')
  const ref = useRef<HTMLDialogElement>(null)
  const fault = useStore(palette, (state) => state.fault)
  const shown = usePaletteLines()
  useLayoutEffect(() => {
    const dialog = ref.current
    dialog?.showModal()
    return () => dialog?.close()
  }, [])
  useOpenWhenAnswered(shown)
  const { close } = palette.getState()
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: Escape closes it; the click is on the veil beside it.
    <dialog
      ref={ref}
      className="palette"
      aria-label={t('label')}
      onClose={close}
      onClick={(event) => {
        if (event.target === event.currentTarget) close()
      }}
    >
      <div className="palette-body">
        <PaletteField shown={shown} />
        <PaletteTabs commands={shown.commands} />
        {fault ? <ErrorNote fault={fault} /> : null}
        <PaletteList shown={shown} />
        <PaletteHints />
      </div>
    </dialog>
  )
}

function useOpenWhenAnswered({ current }: PaletteLines): void {
  const page = usePage()
  const isDue = useStore(page.palette, (state) => state.isAwaited && state.isAnswered)
  useEffect(() => {
    if (isDue && current) openLine(page, current)
  }, [isDue, current, page])
}
