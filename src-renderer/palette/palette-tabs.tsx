import { useStore } from 'zustand'
import type { FindAnswer } from '../../src-shared/desktop/find.ts'
import { useWords } from '../language/use-words.ts'
import { usePage } from '../use-page.ts'
import { type PaletteTab, paletteTabs } from './palette-store.ts'

/** The kinds with their counts. By keyboard Tab goes from one to the next while the focus stays in the field. */
export function PaletteTabs({ commands }: { readonly commands: number }) {
  const { palette } = usePage()
  const t = useWords('palette')
  const chosen = useStore(palette, (state) => state.tab)
  const answer = useStore(palette, (state) => state.answer)
  return (
    <fieldset className="palette-tabs" aria-label={t('kinds')}>
      {paletteTabs.map((tab) => {
        const { count, isCapped } = countOf(tab, answer, commands)
        return (
          <button
            key={tab}
            type="button"
            tabIndex={-1}
            aria-pressed={tab === chosen}
            onPointerDown={(event) => event.preventDefault()}
            onClick={() => palette.getState().showTab(tab)}
          >
            {t(`tab.${tab}`)}
            {count === undefined ? null : <span className="num">{t(isCapped ? 'over' : 'number', { count })}</span>}
          </button>
        )
      })}
    </fieldset>
  )
}

interface TabCount {
  readonly count: number | undefined
  readonly isCapped: boolean
}

function countOf(tab: PaletteTab, answer: FindAnswer | null, commands: number): TabCount {
  if (tab === 'commands') return { count: commands, isCapped: false }
  if (answer === null) return { count: undefined, isCapped: false }
  const kinds = tab === 'all' ? [answer.conversations, answer.messages, answer.documents] : [answer[tab]]
  const count = kinds.reduce((sum, { total }) => sum + total, tab === 'all' ? commands : 0)
  return { count, isCapped: kinds.some(({ is_capped }) => is_capped) }
}
