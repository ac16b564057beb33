import { Search } from 'lucide-react'
import type { KeyboardEvent } from 'react'
import { useStore } from 'zustand'
import type { FindAnswer } from '../../src-shared/desktop/find.ts'
import type { Page } from '../create-page.ts'
import { useWords, type Words } from '../language/use-words.ts'
import { showSearchPage } from '../search-page/show-search-page.ts'
import { usePage } from '../use-page.ts'
import { openLine } from './open-line.ts'
import type { PaletteLine } from './palette-lines.ts'
import { type PaletteState, paletteTabs } from './palette-store.ts'
import type { PaletteLines } from './use-palette-lines.ts'

export const paletteListId = 'palette-lines'

/** So that every line is an element that can be pointed at. */
export const lineElementId = (id: string): string => `palette-${id}`

export function PaletteField({ shown }: { readonly shown: PaletteLines }) {
  const page = usePage()
  const t = useWords('palette')
  const query = useStore(page.palette, (state) => state.query)
  const answer = useStore(page.palette, (state) => state.answer)
  const tookMs = useStore(page.palette, (state) => state.tookMs)
  const current = shown.current === undefined ? {} : { 'aria-activedescendant': lineElementId(shown.current.id) }
  return (
    <div className="palette-ask">
      <Search />
      <input
        className="palette-field"
        role="combobox"
        aria-label={t('label')}
        aria-expanded={shown.lines.length > 0}
        aria-controls={paletteListId}
        aria-autocomplete="list"
        {...current}
        placeholder={t('placeholder')}
        value={query}
        maxLength={1000}
        spellCheck={false}
        onChange={(event) => page.palette.getState().write(event.target.value)}
        onKeyDown={(event) => pressed(page, shown, event)}
      />
      <span className="palette-count" role="status">
        {answer === null || tookMs === null ? '' : countWords(t, answer, { tookMs, commands: shown.commands })}
      </span>
    </div>
  )
}

interface Counted {
  readonly tookMs: number
  readonly commands: number
}

function countWords(t: Words<'palette'>, answer: FindAnswer, { tookMs, commands }: Counted): string {
  const kinds = [answer.conversations, answer.messages, answer.documents]
  const count = kinds.reduce((sum, { total }) => sum + total, commands)
  return t(kinds.some(({ is_capped }) => is_capped) ? 'resultsOver' : 'results', { count, took: Math.max(1, tookMs) })
}

function pressed(page: Page, shown: PaletteLines, event: KeyboardEvent<HTMLInputElement>): void {
  if (event.nativeEvent.isComposing) return
  const { palette } = page
  const run = keyActions(page, shown)[event.key]
  if (!run) return
  event.preventDefault()
  if (event.key === 'Tab') palette.getState().showTab(nextTab(palette.getState().tab, event.shiftKey ? -1 : 1))
  else if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) showAll(page)
  else run()
}

function keyActions({ palette, ...page }: Page, { lines, current }: PaletteLines): Readonly<Record<string, () => void>> {
  const at = current === undefined ? -1 : lines.findIndex(({ id }) => id === current.id)
  const go = (to: number): void => {
    const line = lines[(to + lines.length) % Math.max(1, lines.length)]
    if (line) palette.getState().choose(line.id)
  }
  return {
    ArrowDown: () => go(at + 1),
    ArrowUp: () => go(at < 0 ? -1 : at - 1),
    PageDown: () => go(Math.min(lines.length - 1, at + 8)),
    PageUp: () => go(Math.max(0, at - 8)),
    Tab: () => {},
    Enter: () => {
      if (isFoundYet(palette.getState(), current)) openLine({ palette, ...page }, current)
      else palette.getState().openWhenAnswered()
    },
  }
}

/** A command is named by the words themselves, and a line that was gone to is meant; the rest may be of an earlier query. */
const isFoundYet = ({ isAnswered, chosenId }: PaletteState, line: PaletteLine | undefined): line is PaletteLine =>
  line !== undefined && (isAnswered || chosenId === line.id || (line.kind === 'commands' && !line.isMade))

function nextTab(tab: (typeof paletteTabs)[number], by: 1 | -1): (typeof paletteTabs)[number] {
  return paletteTabs[(paletteTabs.indexOf(tab) + by + paletteTabs.length) % paletteTabs.length] ?? 'all'
}

/** The page that shows every hit, with the filters. */
function showAll(page: Page): void {
  const { query, close } = page.palette.getState()
  close()
  showSearchPage(page, query)
}
