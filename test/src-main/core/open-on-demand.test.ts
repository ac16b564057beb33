import { expect, test, vi } from 'vitest'
import type { Core } from '../../../src-main/core/open-core.ts'
import { openOnDemand } from '../../../src-main/core/open-on-demand.ts'
import { portPair } from '../../../src-main/rpc/port-pair.ts'
import { type AccessState, accessError } from '../../../src-shared/desktop/access.ts'
import { startError } from '../../../src-shared/desktop/app.ts'
import { desktop } from '../../../src-shared/desktop/contract.ts'
import { connect } from '../../../src-shared/rpc/client.ts'
import { AppError } from '../../../src-shared/rpc/errors.ts'
import { tempFolder } from '../../helpers/temp-folder.ts'

/** A core that opens with the passphrase `right`, or fails with `fault` while there is one. */
function closedShell(folder: string, start: { fault?: AppError } = {}) {
  const attached: string[] = []
  const state = { ...start }
  const core: Core = {
    isJoined: false,
    attach: async () => void attached.push('core'),
    [Symbol.asyncDispose]: async () => {},
  }
  const open = vi.fn(async (passphrase: string | undefined) => {
    if (state.fault) throw state.fault
    if (passphrase === undefined) throw new AppError(startError.passphraseNeeded)
    if (passphrase !== 'right') throw new AppError(startError.wrongPassphrase)
    return core
  })
  const shell = openOnDemand({
    open,
    folder,
    passphrase: undefined,
    keyStore: async () => undefined,
    onFault: () => {},
    onError: () => {},
    now: Date.now,
  })
  const page = () => {
    const [near, far] = portPair()
    shell.attach(far)
    const closed = Promise.withResolvers<void>()
    return { api: connect(near, desktop, { onClose: () => closed.resolve() }), closed: closed.promise }
  }
  return { shell, page, attached, state, open }
}

async function firstState(api: ReturnType<ReturnType<typeof closedShell>['page']>['api']): Promise<AccessState | undefined> {
  for await (const state of api.access.watch()) return state
  return undefined
}

test('a store that needs a passphrase is asked for it by the page, opens with the right one, and lets the page come again', async () => {
  using folder = tempFolder()
  const { page, attached } = closedShell(folder.path)
  const { api, closed } = page()

  expect(await firstState(api)).toEqual({ kind: 'locked', isStart: true, retry_at: null })
  await expect(api.conversations.list({})).rejects.toMatchObject({ code: startError.passphraseNeeded })
  await expect(api.access.unlock({ passphrase: 'wrong' })).rejects.toMatchObject({ code: startError.wrongPassphrase })
  await api.access.unlock({ passphrase: 'right' })
  await closed
  page()

  await vi.waitFor(() => expect(attached).toEqual(['core']), 15_000)
})

test('who guesses waits, also at another connection', async () => {
  using folder = tempFolder()
  const { page, open } = closedShell(folder.path)
  for (let n = 0; n < 3; n++)
    await page()
      .api.access.unlock({ passphrase: 'guess' })
      .catch(() => undefined)
  const tried = open.mock.calls.filter(([passphrase]) => passphrase !== undefined).length

  await expect(page().api.access.unlock({ passphrase: 'right' })).rejects.toMatchObject({ code: accessError.tooSoon })

  expect(tried).toBe(3)
})

test('what is in the way is said with its facts, and tried once more when the person says so', async () => {
  using folder = tempFolder()
  const { page, state, attached } = closedShell(folder.path, {
    fault: new AppError(startError.diskFull, { folder: folder.path }),
  })
  const { api, closed } = page()

  expect(await firstState(api)).toMatchObject({
    kind: 'failed',
    fault: { code: startError.diskFull },
    data_folder: folder.path,
    backups: [],
    canOpenFolder: false,
  })
  await expect(api.access.retry()).rejects.toMatchObject({ code: startError.diskFull })
  delete state.fault
  await api.access.unlock({ passphrase: 'right' })
  await closed
  page()

  await vi.waitFor(() => expect(attached).toEqual(['core']), 15_000)
})
