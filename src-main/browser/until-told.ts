/** One key press comes twice: from the terminal to every process, and forwarded by the one that started us. */
const samePressMs = 1000

/** Resolves when the process is asked to end; a second request, made after the first could be obeyed, ends it at once. */
export async function untilTold(): Promise<void> {
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const
  let toldAt = 0
  await new Promise<void>((resolve) => {
    const hear = (): void => {
      if (toldAt !== 0 && Date.now() - toldAt > samePressMs) process.exit(1)
      toldAt ||= Date.now()
      resolve()
    }
    for (const signal of signals) process.on(signal, hear)
  })
}
