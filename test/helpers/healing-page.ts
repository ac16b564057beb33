import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import type { Locator, Page } from 'playwright'
import { expect } from 'vitest'
import type { desktop } from '../../src-shared/desktop/contract.ts'
import type { MessageRow } from '../../src-shared/rows/message.ts'
import type { Client } from '../../src-shared/rpc/contract.ts'
import { type BrokenWire, brokenWire } from './broken-wire.ts'
import { engineChildren } from './core-process.ts'
import { joinCore } from './join-core.ts'
import { type OpenPage, openPage } from './open-page.ts'
import { type RunningShell, startShell } from './start-shell.ts'
import { tempFolder } from './temp-folder.ts'
import { waitFor } from './wait-for.ts'

export interface HealingPage extends AsyncDisposable {
  readonly page: Page
  readonly folder: string
  readonly wire: BrokenWire
  /** The core that runs now. */
  api(): Client<typeof desktop>
  /** `kill -9` of shell and core together, and a new start on the same folder, as `npm start` does it. */
  killShell(): Promise<void>
  /** `kill -9` of an engine's child, if there is one now. */
  killChild(name: 'llama' | 'embedder' | 'parser'): boolean
  /** What went wrong in the page, but for what a browser says of a server that is away. */
  faults(): readonly string[]
}

/** A page whose wire to its shell can be broken, and whose shell can be killed under it. */
export async function openHealingPage(): Promise<HealingPage> {
  await using own = new AsyncDisposableStack()
  const folder = own.use(tempFolder())
  const data = join(folder.path, 'data')
  const now: { shell: RunningShell; api: Client<typeof desktop> } = { shell: await startShell(data), api: await joinCore(data) }
  own.defer(() => now.shell[Symbol.asyncDispose]())
  const { port } = new URL(now.shell.url)
  const wire = own.use(await brokenWire(Number(port)))
  // The page's address stays the shell's own: only the way there is another.
  const detour = `--host-resolver-rules=MAP 127.0.0.1:${port} 127.0.0.1:${wire.port}`
  const opened: OpenPage = own.use(await openPage(now.shell.url, 'light', [detour]))
  const running = own.move()
  return {
    page: opened.page,
    folder: folder.path,
    wire,
    api: () => now.api,
    async killShell() {
      const { url } = now.shell
      await now.shell.kill()
      now.shell = await startShell(data)
      now.api = await joinCore(data)
      expect(now.shell.url).toBe(url)
    },
    killChild(name) {
      const pid = engineChildren(now.shell.pid).get(name)
      if (pid !== undefined) process.kill(pid, 'SIGKILL')
      return pid !== undefined
    },
    faults: () => opened.faults.filter((fault) => !/net::ERR_|WebSocket connection to/.test(fault)),
    [Symbol.asyncDispose]: () => running.disposeAsync(),
  }
}

export const banner = (page: Page): Locator => page.locator('.banner')
export const field = (page: Page): Locator => page.getByRole('textbox', { name: 'Your question' })

/** Waits until the page has its core again, without anybody's help. */
export async function untilHealed(page: Page): Promise<void> {
  await banner(page).waitFor({ state: 'detached', timeout: 60_000 })
  await page.locator('#rail').waitFor({ timeout: 60_000 })
}

/** The newest answer of a chat, once it is no longer being written. */
export const endedAnswer = (healing: HealingPage, conversationId: string): Promise<MessageRow> =>
  waitFor('the answer to end', async () => {
    const { items } = await healing.api().messages.page({ conversation_id: conversationId })
    const last = items.at(-1)
    return last?.role === 'assistant' && last.status !== 'writing' ? last : undefined
  })

/** What the newest answer says on the page, without its citations. */
export const shownAnswer = (page: Page): Promise<string> =>
  page.evaluate(() => {
    const shown = [...document.querySelectorAll('article[aria-label="Answer"] > .answer')].at(-1)?.cloneNode(true)
    if (!(shown instanceof HTMLElement)) return ''
    for (const citation of shown.querySelectorAll('.cite')) citation.remove()
    return (shown.textContent ?? '').replaceAll(/\s+/g, ' ').trim()
  })

/** What a stored answer of plain words should look like. */
export const plainWords = (text: string): string =>
  text
    .replaceAll(/\[\d+\]/g, '')
    .replaceAll(/\s+/g, ' ')
    .trim()

export const someTime = (random: () => number, mostMs: number): Promise<void> => delay(random() * mostMs)
