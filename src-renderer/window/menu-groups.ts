import type { MenuGroup } from '../../src-shared/desktop/window.ts'
import { listShortcuts, type ShortcutFacts } from '../commands/shortcuts.ts'
import type { Words } from '../language/use-words.ts'

/** Every command of the page as the window's menu shows it, in the order of the list. */
export function menuGroups(t: Words<'commands'>, facts: ShortcutFacts): MenuGroup[] {
  const byGroup = Map.groupBy(listShortcuts(facts), ({ command }) => command.group)
  return [...byGroup].map(([group, shortcuts]) => ({
    id: group,
    label: t(`group.${group}`),
    commands: shortcuts.map(({ command: { id }, chord }) => ({ id, label: t(`name.${id}`), chord })),
  }))
}
