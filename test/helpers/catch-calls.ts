import type { Page, WebSocketRoute } from 'playwright'

/** A call on its way to the core. */
export interface CaughtCall {
  /** It goes on. */
  send(): void
  /** As the page has it. */
  readonly socket: WebSocketRoute
}

/** From the page's next connection on, calls of this name go to `take` instead of the core. */
export async function catchCalls(page: Page, name: string, take: (call: CaughtCall) => void): Promise<void> {
  await page.routeWebSocket(/\/rpc\?/, (socket) => {
    const shell = socket.connectToServer()
    socket.onMessage((message) => {
      if (String(message).includes(`"${name}"`)) take({ socket, send: () => shell.send(message) })
      else shell.send(message)
    })
  })
}
