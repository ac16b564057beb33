import type { Dialog, Shell } from 'electron'

export interface OpenOutsideDeps {
  readonly shell: Pick<Shell, 'openExternal'>
  readonly dialog: Pick<Dialog, 'showMessageBox'>
  readonly onFault: (error: unknown) => void
}

/** True once it was handed to the system. */
export type OpenOutside = (address: string) => Promise<boolean>

const allowed: readonly string[] = ['https:', 'mailto:']
const longestAddress = 2048

/** The only place that leaves the app: web and mail addresses, each shown whole before it is opened. */
export function createOpenOutside({ shell, dialog, onFault }: OpenOutsideDeps): OpenOutside {
  return async (address) => {
    const url = URL.parse(address)
    if (url === null || !allowed.includes(url.protocol) || url.href.length > longestAddress) return false
    try {
      const { response } = await dialog.showMessageBox({
        type: 'question',
        message: url.protocol === 'mailto:' ? 'Write a mail to this address?' : 'Open this address in your browser?',
        detail: url.href,
        buttons: ['Open', 'Cancel'],
        defaultId: 1,
        cancelId: 1,
        noLink: true,
      })
      if (response !== 0) return false
      await shell.openExternal(url.href)
      return true
    } catch (error) {
      onFault(error)
      return false
    }
  }
}
