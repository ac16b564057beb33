import { zipSync } from 'fflate'
import { expect, test } from 'vitest'
import { readImport } from '../../../src-main/transfer/read-import.ts'
import { type ConversationExport, conversationExport } from '../../../src-shared/desktop/conversations.ts'
import type { LeftOut } from '../../../src-shared/desktop/transfer.ts'

interface Node {
  readonly role?: string
  readonly parts?: readonly unknown[]
  readonly content?: object
  readonly children?: readonly string[]
  readonly more?: object
}

/** A chat as ChatGPT writes it; the first node is the root without a message. */
function chatOf(nodes: Readonly<Record<string, Node>>, more: object = {}) {
  const parents = new Map(Object.entries(nodes).flatMap(([id, { children = [] }]) => children.map((child) => [child, id])))
  const mapping = Object.fromEntries(
    Object.entries(nodes).map(([id, { role, parts, content, children = [], more: rest }], index) => [
      id,
      {
        id,
        parent: parents.get(id) ?? null,
        children,
        message:
          role === undefined
            ? null
            : {
                id,
                author: { role, name: role === 'tool' ? 'python' : null },
                create_time: 1_700_000_000 + index,
                recipient: 'all',
                content: content ?? { content_type: 'text', parts },
                ...rest,
              },
      },
    ]),
  )
  return { title: 'Trip', create_time: 1_700_000_000.5, update_time: 1_700_000_900, conversation_id: 'c-1', mapping, ...more }
}

interface Read {
  readonly chats: readonly ConversationExport[]
  readonly leftOut: readonly LeftOut[]
  readonly skipped: readonly string[]
}

function read(content: unknown): Read {
  const bytes = content instanceof Uint8Array ? content : new TextEncoder().encode(JSON.stringify(content))
  const items = [...readImport(bytes)]
  const found = items.filter((item) => item.kind === 'chat')
  return {
    chats: found.map(({ chat }) => conversationExport.parse(chat)),
    leftOut: found.map(({ leftOut }) => leftOut),
    skipped: items.flatMap((item) => (item.kind === 'skipped' ? [item.reason] : [])),
  }
}

/** The tree as nested texts. */
function treeOf({ messages }: Pick<ConversationExport, 'messages'>, parent: string | null = null): unknown[] {
  return messages
    .filter(({ parent_id }) => parent_id === parent)
    .map(({ id, role, text }) => [`${role}: ${text}`, ...treeOf({ messages }, id)])
}

const branched = chatOf(
  {
    root: { children: ['sys'] },
    sys: { role: 'system', parts: [''], children: ['q'], more: { metadata: { is_visually_hidden_from_conversation: true } } },
    q: { role: 'user', parts: ['Where to?'], children: ['a1', 'a2'] },
    a1: { role: 'assistant', parts: ['Porto.'] },
    a2: { role: 'assistant', parts: ['Lisbon.'], children: ['q2', 'q3'] },
    q2: { role: 'user', parts: ['When?'], children: ['a3'] },
    q3: { role: 'user', parts: ['Why?'] },
    a3: { role: 'assistant', parts: ['In March.'] },
  },
  { current_node: 'a3', is_archived: true },
)

test('a mapping tree becomes our branches: regenerated answers and edited questions are siblings, the shown branch is selected', () => {
  const [chat] = read([branched]).chats

  expect(chat && treeOf(chat)).toEqual([
    ['user: Where to?', ['assistant: Porto.'], ['assistant: Lisbon.', ['user: When?', ['assistant: In March.']], ['user: Why?']]],
  ])
  const selected = chat?.messages.find(({ id }) => id === chat.conversation.selected_leaf_id)
  expect(selected?.text).toBe('In March.')
  expect(chat?.conversation).toMatchObject({ title: 'Trip', archived: true, created_at: 1_700_000_000_500 })
})

test('the same file gives the same ids, so that a second import finds the first', () => {
  const ids = (): string[] => read([branched]).chats.flatMap(({ messages }) => messages.map(({ id }) => id))

  expect(new Set(ids()).size).toBe(6)
  expect(ids()).toEqual(ids())
})

test('an answer with tools in between is one message; code, output and pictures are named where they stood', () => {
  const { chats, leftOut } = read([
    chatOf({
      root: { children: ['q'] },
      q: {
        role: 'user',
        content: { content_type: 'multimodal_text', parts: [{ content_type: 'image_asset_pointer' }, 'What is this?'] },
        more: { metadata: { attachments: [{ name: 'pump.pdf' }] } },
        children: ['t'],
      },
      t: {
        role: 'assistant',
        content: { content_type: 'thoughts', thoughts: [{ summary: 'Look', content: 'A pump?' }] },
        children: ['c'],
      },
      c: {
        role: 'assistant',
        content: { content_type: 'code', language: 'python', text: 'print(1)' },
        more: { recipient: 'python' },
        children: ['o'],
      },
      o: { role: 'tool', content: { content_type: 'execution_output', text: '1' }, children: ['a'] },
      a: { role: 'assistant', parts: ['A pump.'] },
    }),
  ])

  expect(chats[0]?.messages.map(({ role, text, thought }) => [role, text, thought])).toEqual([
    ['user', '[Image]\n\nWhat is this?\n\n[File: pump.pdf]', null],
    ['assistant', '```python\nprint(1)\n```\n\n[Tool: python]\n\n```\n1\n```\n\nA pump.', '**Look**\n\nA pump?'],
  ])
  expect(leftOut).toEqual([{ images: 1, files: 1, tools: 2, other: 0 }])
})

test('an answer that goes on in two versions after a tool is two whole answers', () => {
  const { chats } = read([
    chatOf({
      root: { children: ['q'] },
      q: { role: 'user', parts: ['Q'], children: ['a'] },
      a: { role: 'assistant', parts: ['Let me look.'], children: ['t'] },
      t: { role: 'tool', parts: ['found'], children: ['b', 'c'] },
      b: { role: 'assistant', parts: ['One.'] },
      c: { role: 'assistant', parts: ['Two.'] },
    }),
  ])

  const answers = chats[0]?.messages.filter(({ role }) => role === 'assistant').map(({ text }) => text)
  expect(answers).toEqual([
    'Let me look.\n\n[Tool: python]\n\n```\nfound\n```\n\nOne.',
    'Let me look.\n\n[Tool: python]\n\n```\nfound\n```\n\nTwo.',
  ])
})

test.each([
  ['an array', [branched]],
  ['one chat', branched],
  ['an object that holds them', { conversations: [branched] }],
  [
    'a ZIP',
    zipSync({
      'user.json': new Uint8Array([123, 125]),
      'conversations.json': new TextEncoder().encode(JSON.stringify([branched])),
    }),
  ],
  [
    'a ZIP with numbered files',
    zipSync({
      'export/conversations-000.json': new TextEncoder().encode(JSON.stringify([branched])),
      'export/conversations-001.json': new TextEncoder().encode('[]'),
    }),
  ],
])('%s is read', (_, content) => {
  expect(read(content).chats.map(({ conversation }) => conversation.title)).toEqual(['Trip'])
})

test('strange chats are skipped with a reason or read as far as they can be, and never end the import', () => {
  const odd: unknown[] = [
    null,
    { title: 'No mapping' },
    { title: 'Empty', mapping: {} },
    {
      title: 'Only system',
      mapping: { a: { message: { author: { role: 'system' }, content: { content_type: 'text', parts: ['x'] } } } },
    },
    // A circle has no root.
    { mapping: { a: { parent: 'b', children: ['b'] }, b: { parent: 'a', children: ['a'] } } },
    // Parents that do not name their children, numbers where words should be, a parent that is missing.
    {
      title: 7,
      create_time: 'soon',
      mapping: {
        x: { parent: 'gone', message: { author: { role: 'user' }, content: { content_type: 'text', parts: ['Hello'] } } },
        y: { parent: 'x', message: { author: { role: 'assistant' }, create_time: 'x', content: { parts: ['Hi', 5, null] } } },
      },
    },
  ]

  const { chats, skipped } = read([...odd, branched])

  expect(skipped).toEqual(['damaged', 'damaged', 'no_messages', 'no_messages', 'no_messages'])
  expect(chats.map((chat) => chat.conversation.title)).toEqual(['ChatGPT', 'Trip'])
  expect(chats[0]?.messages.map(({ role, text }) => [role, text])).toEqual([
    ['user', 'Hello'],
    ['assistant', 'Hi'],
  ])
})

test('a chat of ten thousand messages in a row is no deeper than any other', () => {
  const nodes = Object.fromEntries(
    Array.from({ length: 10_000 }, (_, n) => [
      `n${n}`,
      { role: n % 2 === 0 ? 'user' : 'assistant', parts: [`${n}`], children: n < 9999 ? [`n${n + 1}`] : [] },
    ]),
  )

  expect(read([chatOf(nodes)]).chats[0]?.messages).toHaveLength(10_000)
})
