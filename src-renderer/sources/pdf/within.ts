export interface Bounds {
  readonly limitMs: number
  readonly signal: AbortSignal
}

/** The same promise, given up on after a time or with the signal. What it stands for is not stopped. */
export async function within<T>(promise: Promise<T>, { limitMs, signal }: Bounds): Promise<T> {
  const given = AbortSignal.any([signal, AbortSignal.timeout(limitMs)])
  const up = Promise.withResolvers<never>()
  const stop = (): void => up.reject(given.reason)
  given.addEventListener('abort', stop, { once: true })
  try {
    given.throwIfAborted()
    return await Promise.race([promise, up.promise])
  } finally {
    given.removeEventListener('abort', stop)
  }
}
