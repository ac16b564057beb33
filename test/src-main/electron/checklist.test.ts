import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { z } from 'zod'
import { root } from '../../../scripts/root.ts'
import { windowOptions } from '../../../src-main/electron/window-options.ts'

/** What of Electron's own list of twenty can be seen in the sources; what can be tried is tried in the tests beside this one. */
const folders = ['src-main/electron', 'src-preload']
const files = folders.flatMap((folder) => readdirSync(join(root, folder)).map((name) => `${folder}/${name}`))
const sources = files.map((path) => ({ path, text: readFileSync(join(root, path), 'utf8') }))
const placesOf = (pattern: RegExp): string[] =>
  sources.flatMap(({ path, text }) => [...text.matchAll(new RegExp(pattern, 'g'))].map(() => path))

const oneSite: readonly (readonly [string, RegExp, string])[] = [
  ['leaving for the system', /\bshell\.openExternal\(/, 'main.ts'],
  ['making a window', /new BrowserWindow\(/, 'main-window.ts'],
  ['loading an address', /\.loadURL\(/, 'main-window.ts'],
  ['hearing a page', /\bipc(?:Main)?\.on\(/, 'page-ports.ts'],
  ['guarding a session', /\.setPermissionRequestHandler\(/, 'guard-contents.ts'],
  ['answering the scheme', /protocol\.handle\(/, 'main.ts'],
]

test.each(oneSite)('%s happens in one place', (_, pattern, file) => {
  expect(placesOf(pattern)).toEqual([`src-main/electron/${file}`])
})

test('nothing that Electron warns of is used at all', () => {
  const warned = [
    ...[/nodeIntegration\w*: true/, /contextIsolation: false/, /sandbox: false/, /webSecurity: false/, /webviewTag: true/],
    ...[/allowRunningInsecureContent: true/, /experimentalFeatures: true/, /enableBlinkFeatures/, /plugins: true/],
    ...[
      /\bBrowserView\b/,
      /<webview/,
      /allowpopups/,
      /executeJavaScript/,
      /\bloadFile\(/,
      /ipcMain\.handle/,
      /ipcRenderer\.(?:on|send|invoke)\b/,
    ],
    ...[/appendSwitch/, /disable-web-security/, /@electron\/remote/, /registerFileProtocol/, /setCertificateVerifyProc/],
    ...[/certificate-error/, /bypassCSP: true/, /action: 'allow'/, /openDevTools/, /eval\(/, /new Function\(/],
  ]

  for (const pattern of warned) expect([String(pattern), ...placesOf(pattern)]).toEqual([String(pattern)])
})

test('the preload hands over one port and a path, never a module or an event of Electron', () => {
  const [{ text } = { text: '' }] = sources.filter(({ path }) => path.startsWith('src-preload/'))

  expect([...text.matchAll(/ipcRenderer\.(\w+)/g)].map(([, name]) => name)).toEqual(['postMessage'])
  expect([...text.matchAll(/exposeInMainWorld\('(\w+)', \{ (\w+)/g)].map(([, name, member]) => [name, member])).toEqual([
    ['hearth', 'pathOf'],
  ])
})

test('what guards a window is written out, not left to a default', () => {
  const { webPreferences } = windowOptions('/preload.cjs')

  expect(webPreferences).toMatchObject({
    ...{ sandbox: true, contextIsolation: true, webSecurity: true, nodeIntegration: false, nodeIntegrationInWorker: false },
    ...{ nodeIntegrationInSubFrames: false, allowRunningInsecureContent: false, experimentalFeatures: false, webviewTag: false },
    ...{ plugins: false, navigateOnDragDrop: false, disableDialogs: true },
  })
})

/** Electron supports its newest three majors. Raised with each of ours; lowered never. */
const oldestMajor = 45

test('Electron is pinned to one version, the one of the lockfile, and none that is too old', () => {
  const pinned = z.object({ devDependencies: z.object({ electron: z.string().regex(/^\d+\.\d+\.\d+$/) }) })
  const locked = z.object({ packages: z.object({ 'node_modules/electron': z.object({ version: z.string() }) }) })
  const read = (name: string): unknown => JSON.parse(readFileSync(join(root, name), 'utf8'))

  const { electron } = pinned.parse(read('package.json')).devDependencies
  expect(locked.parse(read('package-lock.json')).packages['node_modules/electron'].version).toBe(electron)
  expect(Number(electron.split('.')[0])).toBeGreaterThanOrEqual(oldestMajor)
})
