import { expect, test } from 'vitest'
import { type CommandLine, paletteGroups, suggestedLine } from '../../../src-renderer/palette/palette-lines.ts'
import type { FindAnswer, MessageHit } from '../../../src-shared/desktop/find.ts'
import { conversationWith, newId } from '../../helpers/conversation-rows.ts'

const none = { items: [], total: 0, is_capped: false }

const message = (): MessageHit => ({
  ...{ id: newId(), conversation_id: newId(), title: 'Boat trip', role: 'user' as const, version: null },
  ...{ snippet: { text: 'ferry', marks: [] }, archived: false, in_trash: false, created_at: 1 },
})

const answerWith = (messages: number): FindAnswer => ({
  conversations: none,
  messages: { items: Array.from({ length: messages }, message), total: 40, is_capped: false },
  documents: none,
})

const command = (name: string, isMade = false): CommandLine => ({ kind: 'commands', id: name, name, isMade })

test('among all kinds a few lines of each are shown with how many there are; on its own a kind shows all it has', () => {
  const facts = { commands: [command('Use the dark theme')], answer: answerWith(8), recent: [] }

  const all = paletteGroups({ ...facts, tab: 'all' })
  const alone = paletteGroups({ ...facts, tab: 'messages' })

  expect(all.map(({ name, lines, total }) => [name, lines.length, total])).toEqual([
    ['commands', 1, 1],
    ['messages', 3, 40],
  ])
  expect(alone.map(({ name, lines }) => [name, lines.length])).toEqual([['messages', 8]])
})

test('while nothing is asked, recent chats come before every command', () => {
  const groups = paletteGroups({ tab: 'all', commands: [command('New chat')], answer: null, recent: [conversationWith()] })

  expect(groups.map(({ name }) => name)).toEqual(['recent', 'commands'])
})

test('Enter opens the best hit, not what can be done with any words; a command that begins so goes before', () => {
  const made = command('New chat with “the”', true)
  const hits = paletteGroups({ tab: 'all', commands: [made], answer: answerWith(1), recent: [] })
  const named = paletteGroups({ tab: 'all', commands: [command('Use the dark theme'), made], answer: answerWith(1), recent: [] })
  const nothing = paletteGroups({ tab: 'all', commands: [made], answer: answerWith(0), recent: [] })

  expect(suggestedLine(hits, 'the')?.kind).toBe('messages')
  expect(suggestedLine(named, 'the')?.kind).toBe('messages')
  expect(suggestedLine(named, 'use the')?.id).toBe('Use the dark theme')
  expect(suggestedLine(nothing, 'the')?.id).toBe(made.id)
})
