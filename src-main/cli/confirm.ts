import { createInterface } from 'node:readline/promises'
import type { Interrupt } from './interrupt.ts'

/** Asks on the terminal; anything but y or yes is a no, and so is Ctrl-D. Rejects when Ctrl-C ends the command. */
export async function confirm(question: string, interrupt: Interrupt): Promise<boolean> {
  const lines = createInterface({ input: process.stdin, output: process.stderr })
  lines.on('SIGINT', interrupt.press)
  const closed = new Promise<string>((resolve) => lines.once('close', () => resolve('')))
  try {
    const answer = await Promise.race([lines.question(`${question} [y/N] `, { signal: interrupt.signal }), closed])
    return /^y(?:es)?$/i.test(answer.trim())
  } finally {
    lines.close()
  }
}
