import { createInbox } from '../../src-shared/rpc/inbox.ts'

type Outcome = { readonly type: 'done' } | { readonly type: 'failed'; readonly error: unknown } | { readonly type: 'aborted' }

/**
 * Work that tells what happens by calling, as something to iterate. Ends when the work does, fails when it fails, and ends
 * when `signal` aborts, after what was told before: the work then comes to its own end unheard.
 */
export async function* streamEvents<T>(
  work: (emit: (event: T) => void) => Promise<void>,
  signal: AbortSignal,
): AsyncGenerator<T, void> {
  const inbox = createInbox<{ readonly type: 'event'; readonly event: T } | Outcome>()
  const onAbort = () => inbox.put({ type: 'aborted' })
  if (signal.aborted) onAbort()
  signal.addEventListener('abort', onAbort, { once: true })
  work((event) => inbox.put({ type: 'event', event })).then(
    () => inbox.put({ type: 'done' }),
    (error: unknown) => inbox.put({ type: 'failed', error }),
  )
  try {
    while (true) {
      const next = await inbox.next()
      if (next.type === 'done' || next.type === 'aborted') return
      if (next.type === 'failed') throw next.error
      yield next.event
    }
  } finally {
    signal.removeEventListener('abort', onAbort)
  }
}
