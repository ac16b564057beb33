import { corePlaces, startCore } from '../../../src-main/electron/core-process.ts'
import { type Lanes, splitChannel } from '../../../src-main/rpc/channel-splitter.ts'
import { desktop } from '../../../src-shared/desktop/contract.ts'
import { connect } from '../../../src-shared/rpc/client.ts'
import type { Client, FeatureHandlers } from '../../../src-shared/rpc/contract.ts'
import { AppError } from '../../../src-shared/rpc/errors.ts'
import { serve } from '../../../src-shared/rpc/host.ts'
import { shell, shellError } from '../../../src-shared/shell/shell.ts'

const unavailable = (): never => {
  throw new AppError(shellError.unavailable)
}

/** A shell without a system: no secret store, no dialogs. */
export const bareShell: FeatureHandlers<typeof shell> = {
  readSecret: unavailable,
  writeSecret: unavailable,
  pickFiles: unavailable,
  openPath: unavailable,
  openExternal: unavailable,
  pickSavePath: unavailable,
  requests: unavailable,
  showMenu: unavailable,
  apply: () => undefined,
  isOnBattery: () => false,
  tryShortcut: unavailable,
  notify: () => undefined,
  updateSource: () => null,
  lookForUpdate: unavailable,
  downloadUpdate: unavailable,
  installUpdate: unavailable,
}

/** A shell with a secret store that is a map. */
export const shellWithSecrets = (secrets: Map<string, string>): FeatureHandlers<typeof shell> => ({
  ...bareShell,
  readSecret: ({ name }) => secrets.get(name) ?? null,
  writeSecret: ({ name, value }) => void secrets.set(name, value),
})

export interface CoreChild extends AsyncDisposable {
  readonly pid: number
  readonly lanes: Lanes
  readonly exited: ReturnType<typeof startCore>['exited']
  page(): Client<typeof desktop> & Disposable
  stop(): Promise<void>
}

/** The real core as the window's shell starts it. */
export function startCoreChild(dataFolder: string, handlers: FeatureHandlers<typeof shell> = bareShell): CoreChild {
  const appPath = `${import.meta.dirname}/../../..`
  const places = corePlaces({ isPackaged: false, appPath, resourcesPath: '', platform: process.platform })
  const { pid = 0, port, exited, stop } = startCore(places, ['--data', dataFolder])
  const lanes = splitChannel(port)
  serve(lanes.open('shell'), { shell }, { handlers: { shell: handlers }, onError: () => undefined })
  return {
    pid,
    lanes,
    exited,
    stop,
    page: () => connect(lanes.open('page'), desktop, { name: 'page' }),
    [Symbol.asyncDispose]: stop,
  }
}
