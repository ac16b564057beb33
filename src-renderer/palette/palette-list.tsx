import { useEffect, useRef } from 'react'
import { useStore } from 'zustand'
import { useWords } from '../language/use-words.ts'
import { usePage } from '../use-page.ts'
import { openLine } from './open-line.ts'
import { lineElementId, paletteListId } from './palette-field.tsx'
import { LineWords } from './palette-line.tsx'
import type { PaletteGroup, PaletteLine } from './palette-lines.ts'
import type { PaletteLines } from './use-palette-lines.ts'

export function PaletteList({ shown }: { readonly shown: PaletteLines }) {
  const { palette } = usePage()
  const t = useWords('palette')
  const query = useStore(palette, (state) => state.query)
  const tookMs = useStore(palette, (state) => state.tookMs)
  const list = useRef<HTMLDivElement>(null)
  const currentId = shown.current?.id
  useEffect(() => {
    const line = currentId === undefined ? null : document.getElementById(lineElementId(currentId))
    line?.scrollIntoView({ block: 'nearest' })
  }, [currentId])
  const isEmpty = query.trim() !== '' && tookMs !== null && shown.lines.every(({ kind }) => kind === 'commands')
  return (
    <>
      {isEmpty ? <p className="palette-empty">{t('nothing', { words: query.trim() })}</p> : null}
      <div className="palette-lines" role="listbox" id={paletteListId} aria-label={t('found')} ref={list}>
        {shown.groups.map((group) => (
          <Group key={group.name} group={group} currentId={currentId} />
        ))}
      </div>
    </>
  )
}

interface GroupProps {
  readonly group: PaletteGroup
  readonly currentId: string | undefined
}

function Group({ group, currentId }: GroupProps) {
  const { palette } = usePage()
  const t = useWords('palette')
  const { name, lines, total, isCapped } = group
  const hasMore = name !== 'recent' && total > lines.length
  return (
    // biome-ignore lint/a11y/useSemanticElements: options of a list box are grouped, a fieldset may not be in one
    <div role="group" aria-label={t(`group.${name}`)}>
      {/* The group has its name already, and Tab leads where the button does. */}
      <div className="palette-head" aria-hidden="true">
        {t(`group.${name}`)}
        {hasMore ? (
          <button
            type="button"
            tabIndex={-1}
            onPointerDown={(event) => event.preventDefault()}
            onClick={() => palette.getState().showTab(name)}
          >
            {t(isCapped ? 'showAllOver' : 'showAll', { count: total })}
          </button>
        ) : null}
      </div>
      {lines.map((line) => (
        <Line key={line.id} line={line} isCurrent={line.id === currentId} />
      ))}
    </div>
  )
}

function Line({ line, isCurrent }: { readonly line: PaletteLine; readonly isCurrent: boolean }) {
  const page = usePage()
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the field has the focus and the keys
    // biome-ignore lint/a11y/useFocusableInteractive: it is pointed at by aria-activedescendant
    <div
      role="option"
      id={lineElementId(line.id)}
      aria-selected={isCurrent}
      className={line.kind === 'messages' || line.kind === 'documents' ? 'palette-line two' : 'palette-line'}
      onPointerDown={(event) => event.preventDefault()}
      onClick={() => openLine(page, line)}
    >
      <LineWords line={line} isCurrent={isCurrent} />
    </div>
  )
}
