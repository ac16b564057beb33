import { expect, test } from 'vitest'
import { createDeepLinks } from '../../../src-main/electron/deep-link.ts'
import { guardContents } from '../../../src-main/electron/guard-contents.ts'
import { createOpenOutside } from '../../../src-main/electron/open-outside.ts'
import { shellWords } from '../../../src-main/electron/shell-words.ts'
import { shell as contract } from '../../../src-shared/shell/shell.ts'
import { FakeDialog, FakeShell } from '../../helpers/fake-electron.ts'
import { FakeContents } from '../../helpers/fake-window.ts'
import { hostileAddresses } from '../../helpers/hostile-addresses.ts'

const words = () => shellWords('en')

function outsideOf(press = 0) {
  const [dialog, shell, faults] = [new FakeDialog(), new FakeShell(), [] as unknown[]]
  dialog.response = press
  const onFault = (error: unknown): void => void faults.push(error)
  return { dialog, shell, faults, openOutside: createOpenOutside({ open: shell.openExternal, ask: dialog.ask, words, onFault }) }
}

test('of ninety forms none reaches the system or even a question, whoever asks', async () => {
  const { dialog, shell, openOutside } = outsideOf()
  const contents = new FakeContents()
  guardContents(contents, openOutside)
  const followLink = createDeepLinks({ ask: dialog.ask, words, perform: () => undefined })

  for (const address of hostileAddresses) {
    expect(await openOutside(address), address).toBe(false)
    expect(contents.open(address)).toEqual({ action: 'deny' })
    const isOurs = address === 'hearth-app://page/'
    for (const event of ['will-navigate', 'will-frame-navigate', 'will-redirect'] as const)
      expect(contents.try(event, address), `${event} ${address}`).toBe(isOurs)
  }

  expect(hostileAddresses.length).toBeGreaterThanOrEqual(90)
  expect([dialog.asked, shell.opened]).toEqual([[], []])
  for (const address of hostileAddresses) await followLink(address)
  expect(shell.opened).toEqual([])
})

test('the core cannot ask for one either: the contract of the shell has no word for it', () => {
  const { input } = contract.openExternal
  const passed = hostileAddresses.filter((url) => input.safeParse({ url }).success)

  // What is too long passes here, and `openOutside` refuses it.
  expect(passed.filter((url) => url.length < 2048)).toEqual([])
  expect(input.safeParse({ url: 'https://example.org/' }).success).toBe(true)
})

test('web and mail addresses are opened as they were shown: after a yes, once, in the form that was parsed', async () => {
  const { dialog, shell, openOutside } = outsideOf()
  const written = ['https://example.org/a b', 'HTTPS://EXAMPLE.org', 'https://ex\tample.org/', 'mailto:a@example.org?subject=x']

  for (const address of written) expect(await openOutside(address)).toBe(true)

  expect(shell.opened).toEqual(dialog.asked.map(({ detail }) => detail))
  expect(shell.opened[1]).toBe('https://example.org/')
  const refused = outsideOf(1)
  for (const address of written) expect(await refused.openOutside(address)).toBe(false)
  expect(refused.shell.opened).toEqual([])
})

test('a name that looks like another is shown as the network will read it', async () => {
  const { dialog, openOutside } = outsideOf(1)

  await openOutside('https://\u0440\u0430ypal.com/')
  await openOutside('https://example.org@evil.test/')

  expect(dialog.asked.map(({ detail }) => detail)).toEqual(['https://xn--ypal-43d9g.com/', 'https://example.org@evil.test/'])
})
