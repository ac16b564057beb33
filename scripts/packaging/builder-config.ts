import type { Configuration } from 'electron-builder'
import { corePackageFolder } from './core-package.ts'
import { type CoreDependencies, coreFilters, corePackages, notForRunning, shellPackages } from './shipped-files.ts'
import type { Target } from './shipped-packages.ts'

export interface BuildFacts extends CoreDependencies {
  readonly target: Target
  /** The plain Node that ships: of the same system and processor. */
  readonly node: string
  /** Where new versions are published, and the key that signs them; without it the app has no way to look for them. */
  readonly updates: { readonly host: string; readonly key: string } | undefined
  /** As in the certificate on Windows; a downloaded version of anybody else is refused. */
  readonly publisher: string | undefined
}

/** Everything electron-builder is told. One target at a time, each on its own system: nothing is built across. */
export function builderConfig(facts: BuildFacts): Configuration {
  const { target, lock, updates } = facts
  return {
    appId: 'app.hearth.desktop',
    productName: 'Hearth',
    copyright: 'Hearth',
    directories: { output: 'out/package', buildResources: 'resources/packaging' },
    artifactName: `${['productName', 'version', 'os', 'arch'].map(macro).join('-')}.${macro('ext')}`,
    asar: true,
    // Nothing native is ever loaded inside Electron (decision 1): all of it lies beside the archive, in `core/`.
    asarUnpack: [],
    // What ships is listed here, package by package, and nothing is rebuilt. electron-builder's own search would take CUDA and foreign
    // systems along: 1.3 GB. `npmRebuild: false` would bring it back, because then this is never asked.
    beforeBuild: async () => false,
    files: [
      'out/main/**',
      'out/preload/**',
      'out/renderer/**',
      'package.json',
      '!**/*.map',
      // As folders of their own: electron-builder never looks into the root's `node_modules` for a pattern.
      ...shellPackages(lock, target).map((path) => ({
        from: path,
        to: path,
        filter: ['**/*', '!node_modules/**', ...notForRunning],
      })),
    ],
    extraResources: extraResources(facts),
    // Flipping fuses breaks the signature that Electron for Macs comes with, and an app without a right one does not start.
    electronFuses: { ...electronFuses, resetAdHocDarwinSignature: target.platform === 'darwin' },
    electronLanguages: ['en-US', 'de'],
    protocols: [{ name: 'Hearth', schemes: ['hearth'] }],
    publish: updates === undefined ? null : { provider: 'generic', url: updates.host },
    // Read by `update-source.ts`, from inside of the archive, whose integrity is checked on Windows and macOS.
    extraMetadata: { updates },
    ...systems(facts),
  }
}

/** One that electron-builder fills in. */
const macro = (name: string): string => `$\{${name}}`

function extraResources({ target, lock, names, node }: BuildFacts): NonNullable<Configuration['extraResources']> {
  const packages = corePackages({ lock, names }, target)
  const nested = packages.filter((path) => path.lastIndexOf('node_modules/') > 0)
  return [
    { from: node, to: target.platform === 'win32' ? 'node/node.exe' : 'node/bin/node' },
    {
      from: '.',
      to: 'core',
      filter: [
        'src-main/**/*.{ts,wasm}',
        '!src-main/{electron,browser,cli}/**',
        'src-shared/**/*.ts',
        'migrations/sqlite/*.sql',
        'resources/**',
        '!resources/packaging{,/**}',
      ],
    },
    { from: corePackageFolder, to: 'core', filter: ['package.json'] },
    ...packages
      .filter((path) => !nested.includes(path))
      .map((path) => ({
        from: path,
        to: `core/${path}`,
        filter: [
          '**/*',
          '!node_modules/**',
          ...coreFilters(target)
            .map((filter) => forPackage(filter, path))
            .filter(isFilter),
        ],
      })),
    ...nested.map((path) => ({ from: path, to: `core/${path}`, filter: ['**/*', '!node_modules/**', ...notForRunning] })),
  ]
}

const isFilter = (filter: string | undefined): filter is string => filter !== undefined

/** A filter names its package or is of all; electron-builder compares it with paths inside of the package. */
function forPackage(filter: string, path: string): string | undefined {
  const name = path.slice('node_modules/'.length)
  const [, not = '', of = '', rest = ''] = /^(!?)\*\*\/((?:@[^/]+\/)?[a-z][^/*]*)\/(.+)$/.exec(filter) ?? []
  if (of === '') return filter
  return of === name ? `${not}${rest}` : undefined
}

/** Closed are the ways to make the app's signed binary run something else. The core has a Node of its own and needs none of them. */
const electronFuses: NonNullable<Configuration['electronFuses']> = {
  runAsNode: false,
  enableCookieEncryption: true,
  enableNodeOptionsEnvironmentVariable: false,
  enableNodeCliInspectArguments: false,
  enableEmbeddedAsarIntegrityValidation: true,
  onlyLoadAppFromAsar: true,
  loadBrowserProcessSpecificV8Snapshot: false,
  grantFileProtocolExtraPrivileges: false,
}

function systems({ publisher }: BuildFacts): Pick<Configuration, 'win' | 'nsis' | 'mac' | 'dmg' | 'linux' | 'deb'> {
  return {
    win: {
      target: [{ target: 'nsis' }],
      verifyUpdateCodeSignature: true,
      ...(publisher === undefined ? {} : { signtoolOptions: { publisherName: publisher } }),
    },
    nsis: { oneClick: false, perMachine: false, allowToChangeInstallationDirectory: true, deleteAppDataOnUninstall: false },
    mac: {
      // Two files of one build: the zip is what an update is made of. ONNX Runtime ships nothing for Intel.
      target: [
        { target: 'dmg', arch: 'arm64' },
        { target: 'zip', arch: 'arm64' },
      ],
      category: 'public.app-category.productivity',
      hardenedRuntime: true,
      gatekeeperAssess: false,
      entitlements: 'resources/packaging/entitlements.mac.plist',
      entitlementsInherit: 'resources/packaging/entitlements.inherit.plist',
      minimumSystemVersion: '14.0',
    },
    dmg: { sign: false },
    linux: {
      target: [{ target: 'AppImage' }, { target: 'deb' }],
      category: 'Office',
      maintainer: 'Hearth',
      synopsis: 'Answers from your own documents with a model on your own machine',
      executableName: 'hearth',
    },
    deb: { compression: 'xz' },
  }
}
