import type { desktop } from '../../src-shared/desktop/contract.ts'
import type { Client } from '../../src-shared/rpc/contract.ts'
import type { Config } from '../core/config.ts'
import type { Interrupt } from './interrupt.ts'
import type { Output } from './output.ts'

/** The core as a command sees it. */
export type Api = Client<typeof desktop>

export interface CoreSession extends AsyncDisposable {
  readonly api: Api
  /** Another process holds the data folder; this one asks it. */
  readonly isJoined: boolean
}

/** What every command is handed. */
export interface CommandContext {
  readonly config: Config
  readonly isJson: boolean
  readonly output: Output
  readonly interrupt: Interrupt
  /** Starts the core or joins the one that runs. Whoever opens it disposes it. */
  open(): Promise<CoreSession>
}
