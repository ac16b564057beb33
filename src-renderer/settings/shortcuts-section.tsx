import { RotateCcw } from 'lucide-react'
import { useStore } from 'zustand'
import { listShortcuts, resetShortcut, type Shortcut, shortcutFacts } from '../commands/shortcuts.ts'
import { useWords } from '../language/use-words.ts'
import { usePage } from '../use-page.ts'
import { ShortcutRow } from './shortcut-row.tsx'

const groups: readonly Shortcut['command']['group'][] = ['chat', 'go', 'view']

export function ShortcutsSection() {
  const page = usePage()
  const t = useWords('settings')
  const words = useWords('commands')
  const chosen = useStore(page.settings, ({ settings }) => settings.shortcuts)
  const shortcuts = listShortcuts(shortcutFacts(page))
  const resetAll = (): void => void page.toasts.getState().attempt(() => resetShortcut(page))
  return (
    <>
      {groups.map((group) => (
        <section key={group} className="card options" aria-label={words(`group.${group}`)}>
          <h2 className="options-head">{words(`group.${group}`)}</h2>
          <ul>
            {shortcuts
              .filter(({ command }) => command.group === group)
              .map((shortcut) => (
                <ShortcutRow key={shortcut.command.id} shortcut={shortcut} />
              ))}
          </ul>
        </section>
      ))}
      {Object.keys(chosen).length > 0 ? (
        <button type="button" className="button alone" onClick={resetAll}>
          <RotateCcw className="small" /> {t('shortcut.resetAll')}
        </button>
      ) : null}
    </>
  )
}
