import type { Socket } from 'node:net'

/** Longer than a store takes to close and its engines to end. */
const longestEndMs = 10_000

/**
 * Resolves when the shell at the other end of `channel` is gone, however it went, or a signal asks to end. Should the end then
 * hang, the process ends all the same: nobody is left to end it.
 */
export async function untilOver(channel: Socket): Promise<void> {
  await new Promise<void>((resolve) => {
    const tell = (): void => resolve()
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, tell)
    channel.on('close', tell)
    if (channel.destroyed) resolve()
  })
  setTimeout(() => process.exit(1), longestEndMs).unref()
}
