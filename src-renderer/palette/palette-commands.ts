import { hasWords } from '../../src-shared/find/has-terms.ts'
import { allCommands, type Command, type CommandId } from '../commands/commands.ts'
import type { Page } from '../create-page.ts'
import type { Words } from '../language/use-words.ts'
import type { CommandLine } from './palette-lines.ts'

/** What can be done with any words: asked in a new chat, searched on a page of its own. */
export const madeCommands = ['askInNewChat', 'searchPage'] as const

export interface CommandQuery {
  readonly page: Page
  readonly query: string
  readonly names: Words<'commands'>
  readonly made: Words<'palette'>
}

/** Commands that can be run now and have the words in their names; after them what can be done with the words themselves. */
export function commandLines({ page, query, names, made }: CommandQuery): CommandLine[] {
  const isOpen = ({ id, isAvailable }: Command): boolean => id !== 'search' && (isAvailable?.(page) ?? true)
  const lines = allCommands
    .filter(isOpen)
    .map(({ id }): CommandLine => ({ kind: 'commands', id, name: names(`name.${id}`), isMade: false }))
  const words = query.trim()
  if (words === '') return lines
  const withWords = madeCommands.map(
    (id): CommandLine => ({ kind: 'commands', id: `${id}-made`, name: made(`made.${id}`, { words }), isMade: true }),
  )
  return [...lines.filter(({ name }) => hasWords(name, words)), ...withWords]
}

export const commandWithId = (id: string): (Command & { readonly id: CommandId }) | undefined =>
  allCommands.find((each) => each.id === id)
