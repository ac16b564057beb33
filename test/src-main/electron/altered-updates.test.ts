import { createHash, generateKeyPairSync } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { signList } from '../../../src-main/electron/update-list.ts'
import { updateError } from '../../../src-shared/desktop/updates.ts'
import { AppError } from '../../../src-shared/rpc/errors.ts'
import { type OpenUpdates, openUpdates } from '../../helpers/open-updates.ts'
import { randomBytes, seeded } from '../../helpers/seeded.ts'
import { tempFolder } from '../../helpers/temp-folder.ts'
import { listName, listOf, releaseKeys } from '../../helpers/update-host.ts'

/** What whoever stands between the update host and a person could send instead of version 1.3.0, all through electron-updater itself. */
const folder = tempFolder()
const opened: { here?: OpenUpdates } = {}
const here = (): OpenUpdates => opened.here as OpenUpdates
const { notGenuine, nothingFound } = updateError
const content = randomBytes(1, 20_000)
const random = seeded(20_261)
const below = (limit: number): number => Math.floor(random() * limit)
const sign = (text: string, name = listName, key = releaseKeys.privateKey) => signList({ name, text }, key)
const genuine = sign(listOf('1.3.0', content))
const times = <T>(count: number, make: (index: number) => T): T[] => Array.from({ length: count }, (_, index) => make(index))
const tried = { count: 0 }

beforeAll(async () => {
  opened.here = await openUpdates(folder.path)
})
afterAll(async () => {
  await here()[Symbol.asyncDispose]()
  folder[Symbol.dispose]()
})
beforeEach(() => here().host.publish('1.3.0', content))

/** What comes of it: a code, `null` where there is nothing newer, or `accepted`. */
async function outcomeOf(list: Buffer | string, file: Buffer = content): Promise<string | null> {
  const { updates, host } = here()
  tried.count += 1
  host.files.set(`/${listName}`, list)
  host.files.set('/Hearth-1.3.0.AppImage', file)
  try {
    if ((await updates.look()) === null) return null
    await Array.fromAsync(updates.download(new AbortController().signal))
    return 'accepted'
  } catch (error) {
    return error instanceof AppError ? error.code : String(error)
  }
}

async function expectRefused(lists: readonly (Buffer | string)[], outcome: string | null): Promise<void> {
  for (const list of lists) expect(await outcomeOf(list), list.toString().slice(0, 400)).toBe(outcome)
  await expect(here().updates.install()).rejects.toMatchObject({ code: nothingFound })
  expect([here().installed(), here().kept(), here().calls]).toEqual(['the old version', [], []])
}

test('with one bit of the list turned, wherever, nothing of it is believed', async () => {
  const flipped = times(150, () => {
    const bytes = Buffer.from(genuine)
    const at = below(bytes.length)
    bytes[at] = (bytes[at] ?? 0) ^ (1 << below(8))
    return bytes
  })

  await expectRefused(flipped, notGenuine)
})

test('a list that was cut, or to which a sign was added or taken away, is refused', async () => {
  const cut = times(50, () => genuine.slice(0, below(genuine.length)))
  const more = times(30, () => {
    const at = below(genuine.length)
    return `${genuine.slice(0, at)}${['\n', ' ', '#', '0'][below(4)]}${genuine.slice(at)}`
  })
  const less = times(20, () => {
    const at = below(genuine.length)
    return `${genuine.slice(0, at)}${genuine.slice(at + 1)}`
  })
  const after = ['version: 9.9.9\n', '\n', '\0'].map((text) => `${genuine}${text}`)

  await expectRefused([...cut, ...more, ...less.filter((text) => text !== genuine), ...after], notGenuine)
})

test('a list that nobody signed, or somebody else, or that was signed for another system or version, is refused', async () => {
  const [line = ''] = /^.*\n/.exec(genuine) ?? []
  const unsigned = times(10, (index) => listOf(`2.0.${index}`, content))
  const foreign = times(30, (index) => sign(listOf(`2.0.${index}`, content), listName, generateKeyPairSync('ed25519').privateKey))
  const moved = times(30, (index) => `${line}${listOf(`2.1.${index}`, content)}`)
  const others = ['latest.yml', 'latest-mac.yml', 'beta-linux.yml', 'latest-linux-arm64.yml', '']
  const elsewhere = others.flatMap((name) => times(6, (index) => sign(listOf(`2.2.${index}`, content), name)))
  const spelled = ['B', 'R', 'h'].map((sign) => genuine.replace(/.(==\n)/, `${sign}$1`)).filter((text) => text !== genuine)

  await expectRefused([...unsigned, ...foreign, ...moved, ...elsewhere, ...spelled], notGenuine)
})

test('an older version, and the one that runs, are nothing new, although they were signed once', async () => {
  const old = [
    ...times(12, (index) => `1.1.${index}`),
    ...times(20, (index) => `0.${index}.9`),
    '1.2.0',
    ...times(7, () => '1.0.0'),
  ]

  await expectRefused(
    old.map((version) => sign(listOf(version, content))),
    null,
  )
})

test('even signed, a list names released versions, and files beside it with their length and SHA-512', async () => {
  const list = listOf('1.3.0', content)
  const hash = createHash('sha512').update(content).digest('base64')
  const versions = ['2.0.0-beta.1', '2.0.0-alpha', '2.0', 'v2.0.0', '2.0.0+build', '99', '']
  const names = [
    'https://elsewhere.test/a.AppImage',
    '//elsewhere.test/a.AppImage',
    '../a.AppImage',
    '/a.AppImage',
    'a/b.AppImage',
    '.x',
  ]
  const hashes = ['', 'abc', hash.slice(0, 40), 'A'.repeat(88), createHash('sha256').update(content).digest('base64')]
  const odd = [
    ...versions.map((version) => list.replace('version: 1.3.0', `version: ${version}`)),
    ...names.map((name) => list.replaceAll('Hearth-1.3.0.AppImage', `"${name}"`)),
    ...hashes.map((text) => list.replaceAll(hash, `"${text}"`)),
    ...['0', '-1', '1.5', 'many'].map((size) => list.replace(`size: ${content.length}`, `size: ${size}`)),
    ...['[]', '1', 'null', '{}', 'version: 2.0.0'],
  ]

  await expectRefused(
    odd.map((text) => sign(text)),
    notGenuine,
  )
})

test('a file that is not the listed one, by a bit or by its length, is thrown away', async () => {
  const flipped = times(60, () => {
    const bytes = Buffer.from(content)
    const at = below(bytes.length)
    bytes[at] = (bytes[at] ?? 0) ^ (1 << below(8))
    return bytes
  })
  const cut = times(20, () => content.subarray(0, below(content.length)))
  const longer = times(20, (index) => Buffer.concat([content, randomBytes(index, 1 + below(500))]))

  for (const file of [...flipped, ...cut, ...longer]) expect(await outcomeOf(genuine, file)).toBe(notGenuine)

  await expectRefused([], null)
})

test('of at least five hundred none was accepted, and the genuine one is', async () => {
  expect(tried.count).toBeGreaterThanOrEqual(500)

  expect(await outcomeOf(genuine)).toBe('accepted')
  expect(here().kept()).toContain('Hearth-1.3.0.AppImage')
})
