import type { Ask } from './ask.ts'
import type { ShellWords } from './shell-words.ts'

export interface OpenOutsideDeps {
  /** Hands it to the system. */
  readonly open: (address: string) => Promise<void>
  readonly ask: Ask
  readonly words: () => ShellWords
  readonly onFault: (error: unknown) => void
}

/** True once it was handed to the system. */
export type OpenOutside = (address: string) => Promise<boolean>

const allowed: readonly string[] = ['https:', 'mailto:']
const longestAddress = 2048

/** The only place that leaves the app: web and mail addresses, each shown whole before it is opened. */
export function createOpenOutside({ open, ask, words, onFault }: OpenOutsideDeps): OpenOutside {
  return async (address) => {
    const url = URL.parse(address)
    if (url === null || !allowed.includes(url.protocol) || url.href.length > longestAddress) return false
    const { writeMail, openAddress, open: yes, cancel } = words()
    const message = url.protocol === 'mailto:' ? writeMail : openAddress
    try {
      if ((await ask({ type: 'question', message, detail: url.href, buttons: [yes, cancel], defaultId: 1 })) !== 0) return false
      await open(url.href)
      return true
    } catch (error) {
      onFault(error)
      return false
    }
  }
}
