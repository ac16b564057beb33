import { type MessagePort, parentPort, workerData } from 'node:worker_threads'
import type { Contract, Handlers } from '../../../src-shared/rpc/contract.ts'
import { serve } from '../../../src-shared/rpc/host.ts'
import { messagePort } from '../../../src-shared/rpc/message-port.ts'
import type { IndexFolder } from './index-file.ts'

/** What a thread of the index is started with. */
export interface ThreadStart extends IndexFolder {
  readonly port: MessagePort
}

/** Hears what went wrong where nobody waits for an answer. */
export type Report = (error: unknown) => void

/** Answers its contract over the port that it was started with, until that is closed. */
export function serveThread<C extends Contract>(contract: C, create: (place: IndexFolder, report: Report) => Handlers<C>): void {
  const { port, folder, key }: ThreadStart = workerData
  const report: Report = (error) => parentPort?.postMessage(error instanceof Error ? error : new Error(String(error)))
  serve(messagePort(port), contract, { handlers: create({ folder, key }, report), onError: (_, error) => report(error) })
}
