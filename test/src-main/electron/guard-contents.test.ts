import type { WebContents } from 'electron'
import { expect, test } from 'vitest'
import { guardContents, guardSession } from '../../../src-main/electron/guard-contents.ts'
import { createOpenOutside } from '../../../src-main/electron/open-outside.ts'
import { shellWords } from '../../../src-main/electron/shell-words.ts'
import { FakeDialog, FakeSession, FakeShell } from '../../helpers/fake-electron.ts'
import { Refusable } from '../../helpers/fake-emitter.ts'
import { FakeContents } from '../../helpers/fake-window.ts'

const elsewhere = [
  'https://example.org/',
  'http://localhost:8080/',
  'file:///etc/passwd',
  'data:text/html,x',
  'about:blank',
  'hearth-app://other/',
  'hearth-app://page.example.org/',
  'hearth-app://user@page/',
  'no address',
]

test('a page stays where it is: every other address is refused, by link, script, frame and redirect', () => {
  const { contents } = guarded()

  for (const event of ['will-navigate', 'will-frame-navigate', 'will-redirect'] as const) {
    expect(elsewhere.map((url) => contents.try(event, url))).toEqual(elsewhere.map(() => false))
    expect(contents.try(event, 'hearth-app://page/')).toBe(true)
  }
})

test('no webview is attached, not even with our own page in it', () => {
  const { contents } = guarded()

  expect(contents.try('will-attach-webview', 'hearth-app://page/')).toBe(false)
})

test('no window is opened; the address is shown whole and then given to the system', async () => {
  const { contents, dialog, shell } = guarded()

  expect(contents.open('https://example.org/a?b=c#d')).toEqual({ action: 'deny' })
  await settled()

  expect(dialog.asked.map(({ detail }) => detail)).toEqual(['https://example.org/a?b=c#d'])
  expect(shell.opened).toEqual(['https://example.org/a?b=c#d'])
})

test('an address that the person does not want is not opened', async () => {
  const { contents, dialog, shell } = guarded()
  dialog.response = 1

  contents.open('https://example.org/')
  await settled()

  expect([dialog.asked.length, shell.opened]).toEqual([1, []])
})

test('our page may copy text and use nothing else that asks for permission; any other page nothing at all', () => {
  const session = new FakeSession()
  guardSession(session)
  const asks = ['media', 'geolocation', 'notifications', 'clipboard-read', 'midi', 'hid', 'openExternal', 'fileSystem'] as const

  const isGranted = (permission: Permission, requestingUrl: string): boolean => {
    const answers: boolean[] = []
    session.onRequest?.({} as WebContents, permission, (granted) => answers.push(granted), { isMainFrame: true, requestingUrl })
    return answers[0] === true
  }
  const mayCheck = (permission: CheckedPermission, origin: string): boolean | undefined =>
    session.onCheck?.(null, permission, origin, { isMainFrame: true })

  expect(asks.map((permission) => isGranted(permission, 'hearth-app://page/'))).toEqual(asks.map(() => false))
  expect(mayCheck('media', 'hearth-app://page/')).toBe(false)
  expect(isGranted('clipboard-sanitized-write', 'hearth-app://page/')).toBe(true)
  expect(mayCheck('clipboard-sanitized-write', 'hearth-app://page/')).toBe(true)
  expect(isGranted('clipboard-sanitized-write', 'https://example.org/')).toBe(false)
  expect(mayCheck('clipboard-sanitized-write', 'https://example.org/')).toBe(false)
})

test('no page, style or spell checker asks the network for anything', () => {
  const session = new FakeSession()
  guardSession(session)
  const outside = [
    'https://example.org/pixel.png',
    'http://127.0.0.1:1/',
    'wss://example.org',
    'file:///etc/passwd',
    'ftp://x',
    '',
  ]

  expect(outside.map((url) => session.webRequest.isCancelled(url))).toEqual(outside.map(() => true))
  expect(session.webRequest.isCancelled('hearth-app://page/index.html')).toBe(false)
})

test('what the page made is saved; nothing else is downloaded, whoever starts it', () => {
  const session = new FakeSession()
  guardSession(session)
  const isSaved = (url: string): boolean => {
    const event = new Refusable()
    session.emit('will-download', event, { getURL: () => url })
    return !event.isRefused
  }

  expect(['blob:hearth-app://page/1', 'data:text/plain,x'].map(isSaved)).toEqual([true, true])
  const others = [
    'https://example.org/a.exe',
    'blob:https://example.org/1',
    'blob:hearth-app://page.example.org/1',
    'file:///a',
    '',
  ]
  expect(others.map(isSaved)).toEqual(others.map(() => false))
})

type Permission = Parameters<NonNullable<FakeSession['onRequest']>>[1]
type CheckedPermission = Parameters<NonNullable<FakeSession['onCheck']>>[1]

function guarded() {
  const [contents, dialog, shell] = [new FakeContents(), new FakeDialog(), new FakeShell()]
  const outside = createOpenOutside({ open: shell.openExternal, ask: dialog.ask, words, onFault: () => undefined })
  guardContents(contents, outside)
  return { contents, dialog, shell }
}

const words = () => shellWords('en')

/** The dialog and what follows it are promises that are kept at once. */
const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))
