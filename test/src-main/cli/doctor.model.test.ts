import { chmodSync, cpSync, existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type TempFolder, tempFolder } from '../../helpers/temp-folder.ts'
import { hearth } from './hearth-process.ts'

const prepared = Promise.withResolvers<TempFolder>()

beforeAll(async () => {
  const home = tempFolder()
  await hearth({ data: home.path }, 'models', 'add', 'demo')
  await hearth({ data: home.path }, 'backup')
  prepared.resolve(home)
})

afterAll(async () => (await prepared.promise)[Symbol.dispose]())

async function ownData() {
  const folder = tempFolder()
  cpSync((await prepared.promise).path, folder.path, { recursive: true, filter: (path) => !path.endsWith('.sock') })
  return { data: folder.path, [Symbol.dispose]: folder[Symbol.dispose] }
}

interface Diagnosis {
  readonly ok: boolean
  readonly checks: readonly { readonly check: string; readonly state: string; readonly message: string }[]
}

async function diagnose(data: string) {
  const { code, out, said } = await hearth({ data }, 'doctor', '--json')
  const { ok, checks }: Diagnosis = JSON.parse(out)
  return { code, ok, said, checks, wrong: checks.filter(({ state }) => state === 'wrong') }
}

test('where everything works, each thing was looked at and the end is good', async () => {
  using own = await ownData()

  const { code, ok, checks, said } = await diagnose(own.data)

  expect({ code, ok, said }).toEqual({ code: 0, ok: true, said: '' })
  expect(checks.map(({ check, state }) => `${check} ${state}`)).toEqual([
    ...['node ok', 'folder ok', 'space ok', 'key ok', 'store ok', 'content ok'],
    ...['backups ok', 'models ok', 'models ok', 'engines ok', 'engines ok', 'engines ok'],
  ])
})

test('a store that cannot be opened is told with what to do, and the rest is still looked at', async () => {
  using own = await ownData()
  const store = join(own.data, 'hearth.db')
  rmSync(`${store}-wal`, { force: true })
  writeFileSync(store, readFileSync(store).fill(7, 0, 8192))

  const { code, wrong, checks } = await diagnose(own.data)

  expect(code).toBe(1)
  expect(wrong).toMatchObject([{ check: 'store', message: expect.stringContaining('hearth restore') }])
  expect(checks.filter(({ check, state }) => check === 'engines' && state === 'ok')).toHaveLength(3)
})

test('damage inside the store is found although the store opens', async () => {
  using own = await ownData()
  const store = join(own.data, 'hearth.db')
  const bytes = readFileSync(store)
  // Near the end lie pages that no start reads.
  writeFileSync(store, bytes.fill(7, bytes.length - 3 * 4096))

  const { code, wrong } = await diagnose(own.data)

  expect(code).toBe(1)
  expect(wrong).toMatchObject([{ message: expect.stringContaining('hearth restore') }])
})

test('model files that are cut or gone, and a key file that others can read, are each named', async () => {
  using own = await ownData()
  await hearth({ data: own.data }, 'models', 'add', 'demo')
  const model = join(own.data, 'models', 'demo', 'demo.gguf')
  const tokenizer = join(own.data, 'models', 'demo-embedder', 'tokenizer.json')
  writeFileSync(model, readFileSync(model).subarray(0, 1000))
  rmSync(tokenizer)
  const key = join(own.data, 'key.json')
  chmodSync(key, 0o644)

  const { code, checks, wrong } = await diagnose(own.data)

  expect(code).toBe(1)
  expect(wrong.slice(0, 2)).toMatchObject([
    { check: 'models', message: expect.stringContaining('damaged or incomplete') },
    { check: 'models', message: expect.stringContaining(tokenizer) },
  ])
  expect(checks.find(({ check }) => check === 'key')).toMatchObject({ state: 'note', message: expect.stringContaining(key) })
})

test('a missing key is what is wrong, and no other is made', async () => {
  using own = await ownData()
  const key = join(own.data, 'key.json')
  rmSync(key)

  const { wrong } = await diagnose(own.data)

  expect(wrong.map(({ check }) => check)).toEqual(['key', 'store'])
  expect(wrong[1]?.message).toContain('Put the key file back')
  expect(existsSync(key)).toBe(false)
})
