import { closeSync, openSync, readFileSync, readSync } from 'node:fs'
import { builtinModules } from 'node:module'
import { dirname, join, relative } from 'node:path'
import { validateConfiguration } from 'app-builder-lib/out/util/config/config.js'
import { describe, expect, test } from 'vitest'
import { readBuildFacts } from '../../../scripts/packaging/build-facts.ts'
import { builderConfig } from '../../../scripts/packaging/builder-config.ts'
import { writeCorePackage } from '../../../scripts/packaging/core-package.ts'
import { resolveFiles } from '../../../scripts/packaging/resolve-files.ts'
import type { Target } from '../../../scripts/packaging/shipped-packages.ts'
import { root } from '../../../scripts/root.ts'
import { resources } from '../../../src-main/core/resources.ts'
import { corePlaces } from '../../../src-main/electron/core-process.ts'

writeCorePackage()

const targets = [
  { platform: 'linux', arch: 'x64' },
  { platform: 'win32', arch: 'x64' },
  { platform: 'darwin', arch: 'arm64' },
] as const

const formats = { '7f454c46': 'linux', cffaedfe: 'darwin', cafebabe: 'darwin' } as const

const quiet = { isEnabled: false } as Parameters<typeof validateConfiguration>[1]

describe.each(targets)('for $platform on $arch', (target) => {
  const config = builderConfig({
    ...readBuildFacts(target),
    updates: { host: 'https://updates.test/', key: 'A'.repeat(60) },
    publisher: 'Hearth',
  })
  const [ofShell, ofCore] = [resolveFiles(config, 'files'), resolveFiles(config, 'extraResources')]
  const inCore = new Set(ofCore.map(({ to }) => to))

  test('electron-builder takes the configuration', async () => {
    await expect(validateConfiguration(config, quiet)).resolves.toBeUndefined()
  })

  test('no binary of another system ships, and none inside of the archive', () => {
    const binaries = ofCore.filter(({ to }) => to.startsWith('core/') && /\.(?:node|so|dll|dylib|exe)(?:\.[\d.]+)?$/.test(to))

    expect(binaries.filter(({ from }) => systemOf(from) !== target.platform)).toEqual([])
    expect(binaries.map(({ to }) => to)).toContainEqual(expect.stringContaining('onnxruntime-node'))
    expect(binaries.map(({ to }) => to)).toContainEqual(expect.stringContaining('better-sqlite3'))
    expect(ofShell.filter(({ from }) => systemOf(from) !== undefined)).toEqual([])
  })

  test('the engine of this system is listed, whether or not this machine has it', () => {
    const { platform, arch } = target
    const engine = `node_modules/@node-llama-cpp/${{ linux: 'linux', win32: 'win', darwin: 'mac' }[platform]}-${arch}`
    const listed = JSON.stringify(config.extraResources).match(/node_modules\/@node-llama-cpp\/[\w-]+/g) ?? []

    expect(listed).toContain(platform === 'darwin' ? `${engine}-metal` : engine)
    expect(listed.filter((name) => !name.startsWith(engine) || name.includes('cuda'))).toEqual([])
  })

  test('the shell finds the core, the core what it reads and imports', () => {
    const { root: coreRoot, ...places } = shellPlaces(target)
    const read = Object.values(resources).map((path) => `core/${relative(root, path)}`)

    for (const path of Object.values(places)) expect([...inCore]).toContain(path)
    for (const path of read)
      expect(
        [...inCore].some((to) => to === path || to.startsWith(`${path}/`)),
        path,
      ).toBe(true)
    expect(inCore).toContain(`${coreRoot}/resources/icons/tray.png`)
    expect(inCore).toContain(`${coreRoot}/src-main/search/vectors/kernel.wasm`)
    expect(missingImports(ofCore.map(({ to }) => to).filter((to) => to.startsWith('core/src-')))).toEqual([])
  })

  test('what the bundle of the shell imports lies in the archive', () => {
    for (const name of ['electron-updater', 'pino', 'zod'])
      expect(ofShell.map(({ to }) => to)).toContain(`node_modules/${name}/package.json`)
  })

  /** `file: import` of every import in the core that is in no shipped file. */
  function missingImports(files: readonly string[]): string[] {
    const imports = files.flatMap((file) =>
      [
        ...readFileSync(join(root, relative('core', file)), 'utf8').matchAll(
          /^(?:import (?!type ).*|export .*|\} )from '([^'\n]+)'$/gm,
        ),
      ].map(([, name = '']) => ({ file, name })),
    )
    const isShipped = ({ file, name }: { file: string; name: string }): boolean => {
      if (name.startsWith('.')) return inCore.has(join(dirname(file), name))
      if (name.startsWith('node:') || builtinModules.includes(name)) return true
      const [bare = ''] = /^(?:@[^/]+\/)?[^/]+/.exec(name) ?? []
      return inCore.has(`core/node_modules/${bare}/package.json`)
    }
    expect(imports.length).toBeGreaterThan(500)
    return imports.filter((each) => !isShipped(each)).map(({ file, name }) => `${file}: ${name}`)
  }
})

test('there is no package for Macs with Intel: ONNX Runtime has no binary for them', () => {
  const files = resolveFiles(builderConfig(readBuildFacts({ platform: 'darwin', arch: 'x64' })), 'extraResources')

  expect(files.filter(({ to }) => to.includes('onnxruntime-node/bin/'))).toEqual([])
})

/** Where the packaged shell looks, below the resources of the app. */
function shellPlaces({ platform }: Target) {
  const places = corePlaces({ isPackaged: true, appPath: '/app', resourcesPath: '/resources', platform })
  const below = (path: string): string => relative('/resources', path)
  return { root: below(places.root), ...Object.fromEntries(Object.entries(places).map(([name, path]) => [name, below(path)])) }
}

/** As its first bytes say; undefined is no program. */
function systemOf(path: string): Target['platform'] | undefined {
  const bytes = Buffer.alloc(4)
  const file = openSync(join(root, path), 'r')
  readSync(file, bytes)
  closeSync(file)
  if (bytes.subarray(0, 2).toString() === 'MZ') return 'win32'
  return Object.entries(formats).find(([magic]) => magic === bytes.toString('hex'))?.[1]
}
