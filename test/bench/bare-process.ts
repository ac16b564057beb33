import { fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import type { z } from 'zod'

export interface BareProcess<I, O> extends AsyncDisposable {
  /** One question at a time. */
  ask(input: I): Promise<O>
}

/** A peer: a library driven directly, in a plain Node process of its own, as the core has it in a child. */
export function startBare<I, O>(entry: string, output: z.ZodType<O>): BareProcess<I, O> {
  const child = fork(fileURLToPath(new URL(entry, import.meta.url)), [], {
    serialization: 'advanced',
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  })
  const ended = once(child, 'exit')
  return {
    async ask(input) {
      child.send(input as object)
      const [answer] = await Promise.race([once(child, 'message'), ended.then(() => Promise.reject(new Error(`${entry} ended`)))])
      return output.parse(answer)
    },
    async [Symbol.asyncDispose]() {
      child.kill()
      await ended
    },
  }
}

/** The other end: answers every message with what `work` makes of it. */
export function answerMessages(work: (input: unknown) => Promise<object>): void {
  process.on('message', (input) => void work(input).then((answer) => process.send?.(answer)))
}
