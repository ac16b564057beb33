import { chmodSync, statSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { expect, test } from 'vitest'
import { keptAddressPath } from '../../../src-main/browser/kept-address.ts'
import { type AddressWanted, listenWhere } from '../../../src-main/browser/listen-where.ts'
import { tempFolder } from '../../helpers/temp-folder.ts'

const dayMs = 86_400_000

test('the next shell of a folder has the token and the port of the last one', async () => {
  using folder = tempFolder()
  const first = await serveOnce(folder.path)

  expect(await serveOnce(folder.path)).toEqual(first)
  expect(statSync(keptAddressPath(folder.path)).mode & 0o077).toBe(0)
})

test('a port that was asked for is taken, with the same token', async () => {
  using folder = tempFolder()
  using elsewhere = tempFolder()
  const first = await serveOnce(folder.path)
  const { port } = await serveOnce(elsewhere.path)

  expect(await serveOnce(folder.path, { port })).toEqual({ token: first.token, port })
  expect(await serveOnce(folder.path)).toEqual({ token: first.token, port })
})

test('where somebody else has the port the token is a new one, for good', async () => {
  using folder = tempFolder()
  const first = await serveOnce(folder.path)
  await using _other = await serveAt(first.port)

  const second = await serveOnce(folder.path)

  expect(second.token).not.toBe(first.token)
  expect(second.port).not.toBe(first.port)
  expect(await serveOnce(folder.path)).toEqual(second)
})

test.each([
  ['it is older than a week', () => {}, { now: Date.now() + 8 * dayMs }],
  ['others could read it', (path: string) => chmodSync(path, 0o644), {}],
  ['it is damaged', (path: string) => writeFileSync(path, '{'), {}],
  ['a new one is asked for', () => {}, { isNew: true }],
] as const)('the token is a new one when %s', async (_, change, wanted) => {
  using folder = tempFolder()
  const first = await serveOnce(folder.path)
  change(keptAddressPath(folder.path))

  expect((await serveOnce(folder.path, wanted)).token).not.toBe(first.token)
})

test('a shell that only joins has an address of its own and leaves the kept one alone', async () => {
  using folder = tempFolder()
  const first = await serveOnce(folder.path)

  const joined = await serveOnce(folder.path, { isHolder: false })

  expect(joined.token).not.toBe(first.token)
  expect(await serveOnce(folder.path)).toEqual(first)
})

test('a folder that keeps nothing is served all the same', async () => {
  expect((await serveOnce('/dev/null/nowhere')).token).toHaveLength(43)
})

async function serveOnce(folder: string, wanted: Partial<AddressWanted> = {}) {
  const usual = { folder, port: 0, isNew: false, isHolder: true, now: Date.now() }
  const { server, port, token } = await listenWhere({ ...usual, ...wanted }, () => createServer())
  await new Promise((resolve) => server.close(resolve))
  return { port, token }
}

async function serveAt(port: number): Promise<AsyncDisposable> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve))
  return { [Symbol.asyncDispose]: () => new Promise<void>((resolve) => server.close(() => resolve())) }
}
