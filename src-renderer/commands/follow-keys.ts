import type { Page } from '../create-page.ts'
import { chordOf, isForTextFields } from './chord.ts'
import { allCommands, type Command } from './commands.ts'
import { commandOf, shortcutFacts } from './shortcuts.ts'

/** Runs the command of what is pressed. Text fields, input methods, open dialogs and whoever took the key before go first. */
export const followKeys =
  (page: Page) =>
  (event: KeyboardEvent): void => {
    if (event.defaultPrevented || event.repeat || event.isComposing || event.getModifierState('AltGraph')) return
    const facts = shortcutFacts(page)
    const chord = chordOf(event, facts)
    if (chord === undefined || (isTextField(event.target) && !isForTextFields(chord))) return
    const command = commandOf(chord, facts)
    if (!command || !canRun(page, command)) return
    event.preventDefault()
    command.run(page)
  }

/** Runs a command by its id, as the menu of the window names it; what is unknown or has nothing to do is left. */
export function runCommand(page: Page, id: string): void {
  const command = allCommands.find((each) => each.id === id)
  if (command && canRun(page, command)) command.run(page)
}

function canRun(page: Page, { isAvailable, worksInDialogs = false }: Command): boolean {
  const isBehindDialog = !worksInDialogs && document.querySelector('dialog:modal') !== null
  return !isBehindDialog && (isAvailable?.(page) ?? true)
}

const isTextField = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement && (target.isContentEditable || target.matches('input, textarea, select'))
