import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { tempFolder } from '../../helpers/temp-folder.ts'
import { hearth, startHearth } from './hearth-process.ts'

const settled = (folder: string, name: string, text: string): void => writeFileSync(join(folder, name), text)

test('a folder is followed: what comes is read while the command stays, and what went before it was started is gone', async () => {
  using home = tempFolder()
  const data = join(home.path, 'data')
  const files = join(home.path, 'files')
  mkdirSync(join(files, 'drafts'), { recursive: true })
  settled(files, 'lease.md', '# Lease\n\nThe rent is 900 euros.\n')
  settled(join(files, 'drafts'), 'old.md', 'The rent is 700 euros.\n')
  await hearth({ data }, 'models', 'add', 'demo')

  const watching = startHearth({ data }, 'watch', files, '--exclude', 'drafts/', '--json')
  await watching.until(/"event":"read".*lease\.md/)
  settled(files, 'pump.txt', 'The K-200 is warranted for 24 months.\n')
  await watching.until(/"event":"read".*pump\.txt/)
  watching.child.kill('SIGINT')
  const first = await watching.finished
  rmSync(join(files, 'pump.txt'))
  const again = await hearth({ data }, 'watch', files, '--exclude', 'drafts/', '--once', '--json')

  expect(first.code).toBe(0)
  expect(first.out).not.toContain('old.md')
  expect(again.code).toBe(0)
  expect(JSON.parse(again.out.trim().split('\n').at(-1) ?? '')).toMatchObject({
    event: 'ended',
    folder: { files: 1, state: 'current' },
  })
  const shown = await hearth({ data }, 'collections', 'show', 'Documents', '--json')
  expect(JSON.parse(shown.out)).toMatchObject([{ name: 'lease.md', status: 'ready' }])
  const removed = await hearth({ data }, 'watch', 'rm', files, '--documents', '--json')
  expect([removed.code, JSON.parse(removed.out).removed]).toEqual([0, [expect.any(String)]])
  expect(JSON.parse((await hearth({ data }, 'collections', '--json')).out)).toMatchObject([{ name: 'Documents', documents: 0 }])
})

test('what cannot be followed is refused in words, and leaves no collection behind', async () => {
  using home = tempFolder()
  const data = join(home.path, 'data')
  await hearth({ data }, 'models', 'add', 'demo')

  const nowhere = await hearth({ data }, 'watch', join(home.path, 'nowhere'))
  const unknown = await hearth({ data }, 'collections', 'show', 'Letters')

  expect([nowhere.code, unknown.code]).toEqual([1, 1])
  expect(nowhere.said).toContain('nowhere')
  expect(unknown.said).toContain('Letters')
  expect((await hearth({ data }, 'collections')).out).toContain('There is no collection yet')
})

test('a folder that nothing could be read of is not up to date, and is read by the same command once the model is whole', async () => {
  using home = tempFolder()
  const data = join(home.path, 'data')
  const files = join(home.path, 'files')
  mkdirSync(files)
  settled(files, 'lease.md', 'The rent is 900 euros.\n')
  await hearth({ data }, 'models', 'add', 'demo')
  writeFileSync(join(data, 'models', 'demo-embedder', 'onnx', 'model_quantized.onnx'), 'broken')

  const first = await hearth({ data }, 'watch', files, '--once')
  const second = await hearth({ data }, 'watch', files, '--once', '--json')
  await hearth({ data }, 'models', 'add', 'demo')
  const mended = await hearth({ data }, 'watch', files, '--once')

  expect(first).toMatchObject({ code: 1, out: expect.stringMatching(/: 1 files, 1 file waits\.\n$/) })
  expect(first.said).toContain('The model for searching is damaged.')
  expect(second.code).toBe(1)
  expect(JSON.parse(second.out)).toMatchObject({ event: 'ended', waiting: 1, error: { code: 'embedder.damaged' } })
  expect(mended).toMatchObject({ code: 0, out: expect.stringContaining('up to date') })
})

test('Ctrl-C before everything is read ends --once as stopped, and says how many files wait', async () => {
  using home = tempFolder()
  const data = join(home.path, 'data')
  const files = join(home.path, 'files')
  mkdirSync(files)
  for (let at = 0; at < 400; at++) settled(files, `note-${at}.md`, `Note ${at}. ${'The rent of this flat is due. '.repeat(40)}\n`)
  await hearth({ data }, 'models', 'add', 'demo')

  const watching = startHearth({ data }, 'watch', files, '--once')
  await watching.until(/read {2}/)
  watching.child.kill('SIGINT')
  const { code, out } = await watching.finished

  expect(code).toBe(130)
  expect(out).toMatch(/: 400 files, \d+ files wait\.\n$/)
})
