import type { Session, WebContents, WebRequest } from 'electron'
import type { OpenOutside } from './open-outside.ts'
import { isPageAddress, pageOrigin, pageScheme } from './page-address.ts'

type GuardedContents = Pick<WebContents, 'on' | 'setWindowOpenHandler'>
type GuardedSession = Pick<
  Session,
  'on' | 'setPermissionRequestHandler' | 'setPermissionCheckHandler' | 'setDevicePermissionHandler'
> & { readonly webRequest: Pick<WebRequest, 'onBeforeRequest'> }

/** Keeps a window on our page: it goes nowhere else, opens no other window and holds no webview; links leave by `openOutside`. */
export function guardContents(contents: GuardedContents, openOutside: OpenOutside): void {
  const stay = (event: { readonly url: string; preventDefault(): void }): void => {
    if (!isPageAddress(event.url)) event.preventDefault()
  }
  contents.on('will-navigate', stay)
  contents.on('will-frame-navigate', stay)
  contents.on('will-redirect', stay)
  contents.on('will-attach-webview', (event) => event.preventDefault())
  contents.setWindowOpenHandler(({ url }) => {
    void openOutside(url)
    return { action: 'deny' }
  })
}

/** What a page may load at all. The page's own requests are the core's business; spell checkers and the like ask nobody. */
const loadable: readonly string[] = [`${pageScheme}:`, 'blob:', 'data:', 'devtools:']

/** Our page may copy text; it needs nothing else that asks for permission, and nothing from the network. */
export function guardSession(session: GuardedSession): void {
  const mayUse = (permission: string, address: string): boolean =>
    permission === 'clipboard-sanitized-write' && isPageAddress(address)
  session.setPermissionRequestHandler((...[, permission, answer, { requestingUrl }]) => answer(mayUse(permission, requestingUrl)))
  session.setPermissionCheckHandler((_, permission, requestingOrigin) => mayUse(permission, requestingOrigin))
  session.setDevicePermissionHandler(() => false)
  session.on('will-download', (event, item) => {
    if (!isMadeByPage(item.getURL())) event.preventDefault()
  })
  session.webRequest.onBeforeRequest(({ url }, answer) => answer({ cancel: !loadable.includes(URL.parse(url)?.protocol ?? '') }))
}

/** Code and exports that the page hands over to be saved; where to, the system's dialog asks. */
const isMadeByPage = (address: string): boolean => address.startsWith(`blob:${pageOrigin}/`) || address.startsWith('data:')
