import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { conversationWith } from '../../helpers/conversation-rows.ts'
import { tempFolder } from '../../helpers/temp-folder.ts'
import { type HearthOptions, hearth } from './hearth-process.ts'

async function addChat(options: HearthOptions, title: string): Promise<void> {
  const conversation = conversationWith({ title })
  const input = JSON.stringify({ format: 'hearth.conversation', version: 1, conversation, messages: [], tags: [] })
  await hearth({ ...options, input }, 'conversations', 'import', '-')
}

const titles = async (options: HearthOptions): Promise<string[]> =>
  JSON.parse((await hearth(options, 'conversations', '--json')).out).map(({ title }: { title: string }) => title)

test('a backup restored brings back what was there, and what it replaced is a backup itself', async () => {
  using folder = tempFolder()
  const options = { data: join(folder.path, 'data') }
  const file = join(folder.path, 'copy.hearth')
  await addChat(options, 'before')

  const made = await hearth(options, 'backup', file)
  const twice = await hearth(options, 'backup', file)
  await addChat(options, 'after')
  const restored = await hearth(options, 'restore', file, '--yes', '--json')
  const restoredTitles = await titles(options)
  const undone = await hearth(options, 'restore', '--yes')

  expect(made).toMatchObject({ code: 0, out: expect.stringContaining('Verified') })
  expect(twice).toMatchObject({ code: 1, said: expect.stringContaining('Nothing was overwritten') })
  expect(JSON.parse(restored.out)).toMatchObject({ preview: { conversations: 1 }, replaced: { kind: 'restore', verified: true } })
  expect(restoredTitles).toEqual(['before'])
  expect(undone.said).toContain('2 chats')
  expect((await titles(options)).sort()).toEqual(['after', 'before'])
})

test('a damaged store is replaced by the newest backup, and kept', async () => {
  using folder = tempFolder()
  const options = { data: folder.path }
  await addChat(options, 'before')
  await hearth(options, 'backup')
  const store = join(folder.path, 'hearth.db')
  rmSync(`${store}-wal`, { force: true })
  const damaged = readFileSync(store).fill(7, 0, 8192)
  writeFileSync(store, damaged)

  const opened = await hearth(options, 'conversations')
  const restored = await hearth(options, 'restore', '--yes', '--json')

  expect(opened).toMatchObject({ code: 1, said: expect.stringContaining('hearth restore') })
  expect(restored.code).toBe(0)
  const { kept } = JSON.parse(restored.out)
  expect(readFileSync(kept).equals(damaged)).toBe(true)
  expect(await titles(options)).toEqual(['before'])
})

test('what is no backup, and one made with another key, change nothing', async () => {
  using folder = tempFolder()
  const options = { data: join(folder.path, 'a') }
  const other = { data: join(folder.path, 'b') }
  await addChat(options, 'mine')
  await addChat(other, 'theirs')
  await hearth(other, 'backup', join(folder.path, 'theirs.hearth'))

  const foreign = await hearth(options, 'restore', join(folder.path, 'theirs.hearth'), '--yes')
  const missing = await hearth(options, 'restore', 'never-made', '--yes')

  expect(foreign).toMatchObject({ code: 1, said: expect.stringContaining('another key') })
  expect(missing).toMatchObject({ code: 1, said: expect.stringContaining('There is no backup') })
  expect(await titles(options)).toEqual(['mine'])
})

test('a data folder locked with a passphrase opens with it only', async () => {
  using folder = tempFolder()
  const options = { data: folder.path }
  await addChat({ ...options, env: { HEARTH_PASSPHRASE: 'open sesame' } }, 'locked')

  const without = await hearth(options, 'conversations')
  const wrong = await hearth({ ...options, env: { HEARTH_PASSPHRASE: 'sesame' } }, 'conversations')
  const right = await titles({ ...options, env: { HEARTH_PASSPHRASE: 'open sesame' } })

  expect(without).toMatchObject({ code: 1, said: expect.stringContaining('HEARTH_PASSPHRASE') })
  expect(wrong).toMatchObject({ code: 1, said: expect.stringContaining('not the passphrase') })
  expect(right).toEqual(['locked'])
  expect(existsSync(join(folder.path, 'key.json'))).toBe(true)
})
