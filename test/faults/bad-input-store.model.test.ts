import { copyFileSync, cpSync, mkdirSync, readFileSync, renameSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { openDatabase } from '../../src-main/db/database.ts'
import { keyFilePath } from '../../src-main/db/key-file.ts'
import { storePath } from '../../src-main/db/store-files.ts'
import { startError } from '../../src-shared/desktop/app.ts'
import { errorSentence } from '../../src-shared/errors/error-sentence.ts'
import { newId } from '../../src-shared/ids.ts'
import { isAlive, startCoreProcess } from '../helpers/core-process.ts'
import { readOnlyView } from '../helpers/small-disk.ts'
import { tempFolder } from '../helpers/temp-folder.ts'
import { hearth } from '../src-main/cli/hearth-process.ts'
import {
  ask,
  expectAnswers,
  expectInWords,
  importFiles,
  knownFact,
  knownQuestion,
  newCollection,
  refusalOf,
} from './bad-input.ts'

/** As bare as it gets; the command line needs nothing of it. */
const env = {}
const title = 'The only chat there is'

/** A data folder with one chat in it; the chat's id. */
async function makeFolder(folder: string): Promise<string> {
  await using core = await startCoreProcess(folder)
  const id = newId()
  await core.api.conversations.create({ id, title })
  await core.api.backups.create({})
  return id
}

async function expectWhole(folder: string, id: string): Promise<void> {
  await using core = await startCoreProcess(folder)
  expect((await core.api.conversations.get({ id })).title).toBe(title)
  expect(core.said()).toBe('')
}

const startRefused = async (folder: string) =>
  refusalOf(
    (async () => {
      await using _ = await startCoreProcess(folder)
    })(),
    20_000,
  )

test('a wrong, garbled or missing key keeps the core from starting in words; with the right one everything is there', async () => {
  using folder = tempFolder()
  const id = await makeFolder(folder.path)
  const keyFile = keyFilePath(folder.path)
  const whole = readFileSync(keyFile, 'utf8')
  const before = readFileSync(storePath(folder.path))

  writeFileSync(keyFile, whole.replace(/[0-9a-f]{64}/, 'ab'.repeat(32)))
  expectInWords(await startRefused(folder.path), startError.wrongKey, 'key does not open your data', 'Nothing was changed')
  writeFileSync(keyFile, whole.slice(0, 20))
  expectInWords(await startRefused(folder.path), startError.keyMissing, folder.path)
  const told = await hearth({ data: folder.path, env }, 'search', 'anything')
  expect(told).toMatchObject({ code: 1, out: '' })
  expect(told.said.trim()).toBe(errorSentence({ code: startError.keyMissing, data: { folder: folder.path } }))
  rmSync(keyFile)
  expectInWords(await startRefused(folder.path), startError.keyMissing, folder.path, 'no new key was made')

  expect(readFileSync(storePath(folder.path)).equals(before)).toBe(true)
  writeFileSync(keyFile, whole)
  await expectWhole(folder.path, id)
})

test('a data folder of a newer version is left as it is, in words', async () => {
  using folder = tempFolder()
  const id = await makeFolder(folder.path)
  const older = join(folder.path, 'older.db')
  copyFileSync(storePath(folder.path), older)
  const key = /[0-9a-f]{64}/.exec(readFileSync(keyFilePath(folder.path), 'utf8'))?.[0] ?? ''
  {
    using file = openDatabase(storePath(folder.path), key)
    file.exec("INSERT INTO migrations (n, name, sha256, applied_at) VALUES (900, '900_of_tomorrow.sql', 'a', 1)")
  }

  expectInWords(await startRefused(folder.path), startError.newerData, 'newer version of Hearth', 'Update Hearth')

  renameSync(older, storePath(folder.path))
  await expectWhole(folder.path, id)
})

test('a damaged store is kept and the newest backup is offered; without one the sentence says so', async () => {
  using folder = tempFolder()
  await makeFolder(folder.path)
  truncateSync(storePath(folder.path), 20_000)
  const damaged = readFileSync(storePath(folder.path))

  const refusal = await startRefused(folder.path)
  expectInWords(refusal, startError.damaged, 'Restore the newest good backup: hearth restore')
  expect(refusal.data).toMatchObject({ backup: expect.stringContaining(folder.path) })
  rmSync(join(folder.path, 'backups'), { recursive: true })
  expectInWords(await startRefused(folder.path), startError.damaged, 'No good backup was found')

  expect(readFileSync(storePath(folder.path)).equals(damaged)).toBe(true)
})

test('a data folder that cannot be written to is named and left as it is', async () => {
  using folder = tempFolder()
  const data = join(folder.path, 'data')
  const id = await makeFolder(data)
  {
    using view = readOnlyView(data)
    expectInWords(await startRefused(view.path), startError.readOnly, view.path, '--data')
    expectInWords(await startRefused(join(view.path, 'new')), startError.readOnly, join(view.path, 'new'))
  }
  const file = join(folder.path, 'file')
  writeFileSync(file, 'no folder')
  expectInWords(await startRefused(file), startError.readOnly, file)

  await expectWhole(data, id)
})

test('a second core and the command line join the core that holds the folder; a copy of the folder has a core of its own', async () => {
  using folder = tempFolder()
  const data = join(folder.path, 'data')
  mkdirSync(data)
  await using core = await startCoreProcess(data)
  await core.api.models.addDemo()
  const collectionId = await newCollection(core)
  writeFileSync(join(folder.path, 'boiler.txt'), knownFact)
  await importFiles(core, collectionId, [join(folder.path, 'boiler.txt')])
  await using second = await startCoreProcess(data)

  expect([core.joined, second.joined]).toEqual([false, true])
  await expectAnswers(second, [collectionId])
  const asked = await hearth({ data, env }, 'ask', knownQuestion, '--collection', 'Papers')
  expect(asked).toMatchObject({ code: 0, said: '' })
  expect(asked.out).toContain('October')
  expect((await core.api.conversations.list({})).items).toHaveLength(2)

  await second[Symbol.asyncDispose]()
  expect(isAlive(core.pid)).toBe(true)
  expect((await ask(core, knownQuestion, { collectionIds: [collectionId] })).reply.status).toBe('complete')
  await core[Symbol.asyncDispose]()
  const copy = join(folder.path, 'copy')
  cpSync(data, copy, { recursive: true, filter: (path) => !path.endsWith('.sock') })
  await using third = await startCoreProcess(copy)
  expect(third.joined).toBe(false)
  await expectAnswers(third, [collectionId])
})
