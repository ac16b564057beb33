import { Worker } from 'node:worker_threads'

export interface ExitWithParentOptions {
  readonly parentPid: number
  /** How often the parent is looked for; the longest an orphan lives while its JavaScript thread is blocked. */
  readonly everyMs: number
}

/**
 * Ends this process when its parent is gone. The channel's end tells it at once, but only to a JavaScript thread that is
 * free; a second thread looks for the parent, because one blocked in native code for minutes would outlive the app.
 * SIGKILL: there is nothing to save here, and a model library's own clean-up may wait for the work it is in.
 */
export function exitWithParent({ parentPid, everyMs }: ExitWithParentOptions): void {
  process.on('disconnect', () => process.kill(process.pid, 'SIGKILL'))
  if (!process.connected) process.kill(process.pid, 'SIGKILL')
  new Worker(new URL('./parent-watch.ts', import.meta.url), { workerData: { parentPid, everyMs } }).unref()
}
