import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { expect } from 'vitest'
import { openDatabase } from '../../src-main/db/database.ts'
import { contentHash, openTempStore, testKey } from './temp-store.ts'

const child = fileURLToPath(new URL('store-child.ts', import.meta.url))

/** Lets a child write to the store and kills it after so many acknowledgements. Answers all lines that it got out. */
export async function writeUntilKilled(
  folder: string,
  { seed, after }: { readonly seed: number; readonly after: number },
): Promise<string[]> {
  const writer = spawn(process.execPath, [child, folder, String(seed)], { stdio: ['ignore', 'pipe', 'inherit'] })
  const exited = once(writer, 'exit')
  const lines: string[] = []
  for await (const line of createInterface({ input: writer.stdout })) {
    lines.push(line)
    if (lines.length === after) writer.kill('SIGKILL')
  }
  const [, signal] = await exited
  expect(signal).toBe('SIGKILL')
  return lines
}

/** Starts a child on the store and kills it after so many milliseconds, whatever it is doing. */
export async function openUntilKilled(folder: string, afterMs: number): Promise<void> {
  const opener = spawn(process.execPath, [child, folder, '1'], { stdio: ['ignore', 'ignore', 'inherit'] })
  const exited = once(opener, 'exit')
  setTimeout(() => opener.kill('SIGKILL'), afterMs)
  await exited
}

/** Opens the store as the next start does, and compares it with what was acknowledged. */
export async function expectAcknowledged(folder: string, lines: readonly string[]): Promise<void> {
  await using store = await openTempStore(folder)
  expect(store.db.prepare('PRAGMA quick_check').pluck().all()).toEqual(['ok'])
  expect(store.db.prepare('PRAGMA foreign_key_check').all()).toEqual([])
  expect(store.db.prepare("SELECT count(*) FROM messages WHERE status = 'writing'").pluck().get()).toBe(0)
  expect(store.db.prepare('SELECT max(n) - count(*) FROM journal').pluck().get() ?? 0).toBe(0)
  const text = store.db.prepare<[string], string>('SELECT text FROM messages WHERE id = ? AND deleted_at IS NULL').pluck()
  for (const [id, expected] of lastWords(lines)) {
    const found = text.get(id)
    const isRight = expected === undefined ? found === undefined : found?.startsWith(expected)
    expect(isRight, `${id}: ${found?.slice(0, 40)} instead of ${expected?.slice(0, 40)}`).toBe(true)
  }
  for (const { path } of store.backups.list()) {
    using copy = openDatabase(path, testKey, { readonly: true })
    expect(copy.prepare('PRAGMA quick_check').pluck().all()).toEqual(['ok'])
    expect(contentHash(copy)).toMatch(/^[0-9a-f]{64}$/)
  }
}

/** Of each message what was acknowledged last; undefined when it was removed. */
function lastWords(lines: readonly string[]): Map<string, string | undefined> {
  const known = new Map<string, string | undefined>()
  for (const line of lines) {
    const [verb, id = '', ...words] = line.split(' ')
    if (verb === 'restoring') known.clear()
    if (verb === 'removing') known.delete(id)
    if (verb === 'put') known.set(id, words.join(' '))
    if (verb === 'gone') known.set(id, undefined)
  }
  return known
}
