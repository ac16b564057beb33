import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { conversationWith, messageWith, newId } from '../../helpers/conversation-rows.ts'
import { tempFolder } from '../../helpers/temp-folder.ts'
import { hearth } from './hearth-process.ts'

/** One chat with a question that has two answers, the second of them shown. */
function chatWithBranches() {
  const id = newId()
  const question = messageWith({ conversation_id: id })
  const first = messageWith({ conversation_id: id, parent_id: question.id, role: 'assistant', text: 'At nine.' })
  const second = messageWith({ conversation_id: id, parent_id: question.id, role: 'assistant', text: 'At ten.', created_at: 2 })
  const conversation = conversationWith({ id, selected_leaf_id: second.id })
  return { format: 'hearth.conversation', version: 1, conversation, messages: [question, first, second], tags: ['Sea'] } as const
}

test('what is exported and imported into an empty folder is the same tree', async () => {
  using folder = tempFolder()
  const [source, target] = [{ data: join(folder.path, 'a') }, { data: join(folder.path, 'b') }]
  const chats = [chatWithBranches(), chatWithBranches()]
  const made = join(folder.path, 'made.jsonl')
  writeFileSync(made, chats.map((chat) => JSON.stringify(chat)).join('\n'))
  await hearth(source, 'conversations', 'import', made)
  const file = join(folder.path, 'all.jsonl')

  const exported = await hearth(source, 'conversations', 'export', '--output', file)
  const imported = await hearth(target, 'conversations', 'import', file)
  const again = await hearth(target, 'conversations', 'export')

  expect(exported).toMatchObject({ code: 0, out: `2 chats were written to ${file}.\n` })
  expect(imported.code).toBe(0)
  expect(trees(again.out)).toEqual(trees(readFileSync(file, 'utf8')))
  expect(trees(again.out)).toEqual(trees(readFileSync(made, 'utf8')))
})

const trees = (lines: string) =>
  lines
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line))
    .map(({ conversation, messages, tags }) => ({ id: conversation.id, leaf: conversation.selected_leaf_id, messages, tags }))
    .sort((a, b) => (a.id < b.id ? -1 : 1))

test('one chat is exported by its id, and its shown branch is listed and shown', async () => {
  using folder = tempFolder()
  const options = { data: folder.path, input: JSON.stringify(chatWithBranches(), null, 2) }
  const [{ id }] = JSON.parse((await hearth(options, 'conversations', 'import', '-', '--json')).out)

  const one = await hearth(options, 'conversations', 'export', id)
  const listed = await hearth(options, 'conversations')
  const shown = await hearth(options, 'conversations', 'show', id)

  expect(JSON.parse(one.out)).toMatchObject({ format: 'hearth.conversation', conversation: { id } })
  expect(listed.out).toMatch(new RegExp(`^${id} .* Boat trip\n$`))
  expect(shown.out).toBe('Boat trip\n\n> When does the ferry leave?\n\nAt ten.\n')
})

test('a damaged export adds nothing, and a file that is there is not overwritten', async () => {
  using folder = tempFolder()
  const data = join(folder.path, 'data')
  const file = join(folder.path, 'half.jsonl')
  const whole = JSON.stringify(chatWithBranches())
  writeFileSync(file, `${whole}\n${whole.slice(0, -20)}\n`)

  const imported = await hearth({ data }, 'conversations', 'import', file, '--json')
  const exported = await hearth({ data }, 'conversations', 'export', '-o', file)
  const missing = await hearth({ data }, 'conversations', 'import', join(folder.path, 'none'))

  expect(imported.code).toBe(1)
  expect(JSON.parse(imported.out).error).toMatchObject({ code: 'conversations.damaged_export', data: { line: 2 } })
  expect((await hearth({ data }, 'conversations', '--json')).out).toBe('[]\n')
  expect(exported).toMatchObject({ code: 1, said: expect.stringContaining('Nothing was overwritten') })
  expect(readFileSync(file, 'utf8')).toContain(whole)
  expect(missing).toMatchObject({ code: 1, said: expect.stringContaining('cannot be opened') })
})

test('an unknown chat is told in a sentence, and is not made by asking in it', async () => {
  using folder = tempFolder()
  const options = { data: folder.path }

  const shown = await hearth(options, 'conversations', 'show', newId())
  const asked = await hearth(options, 'ask', 'Who?', '--conversation', newId())

  for (const { code, said } of [shown, asked]) {
    expect(code).toBe(1)
    expect(said).toContain('This chat is not there any more')
  }
  expect((await hearth(options, 'conversations', '--json')).out).toBe('[]\n')
})

test('ChatGPT’s export comes in as well, and a second time changes nothing', async () => {
  using folder = tempFolder()
  const options = { data: join(folder.path, 'data') }
  const file = join(folder.path, 'conversations.json')
  const message = (role: string, text: string) => ({ author: { role }, content: { content_type: 'text', parts: [text] } })
  const mapping = {
    a: { children: ['b'], message: message('user', 'Where to?') },
    b: { parent: 'a', children: [], message: message('assistant', 'Porto.') },
  }
  writeFileSync(
    file,
    JSON.stringify([{ title: 'Trip', create_time: 1_700_000_000, conversation_id: 'c', mapping }, { title: 'No' }]),
  )

  const first = await hearth(options, 'conversations', 'import', file)
  const second = await hearth(options, 'conversations', 'import', file, '--json')

  expect(first.out).toContain('Chats: 1 came in, 0 got messages they lacked, 0 were here already; 2 messages.')
  expect(JSON.parse(second.out)).toMatchObject({ source: 'chatgpt', added: 0, known: 1, skipped: 1 })
})

test('a passphrase that the data folder does not have is said', async () => {
  using folder = tempFolder()
  const data = join(folder.path, 'data')
  await hearth({ data }, 'conversations')

  const listed = await hearth({ data, env: { HEARTH_PASSPHRASE: 'correct horse' } }, 'conversations')

  expect(listed.code).toBe(0)
  expect(listed.said).toContain('HEARTH_PASSPHRASE')
})
