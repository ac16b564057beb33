import type { IpcMain, MessagePortMain, WebContents } from 'electron'
import { messagePort } from '../../src-shared/rpc/message-port.ts'
import type { Port } from '../../src-shared/rpc/port.ts'
import { pageOrigin } from './page-address.ts'

/** The channel on which the preload hands a port over, the only one there is. */
const portChannel = 'hearth-port'

/**
 * Gives `connect` the ports that our page asks for. Whose port it is is checked here and once: the top frame, of our origin. A
 * window has one port at a time; when it asks again, the one before is closed.
 */
export function receivePorts(ipc: Pick<IpcMain, 'on'>, connect: (port: Port) => void): void {
  const current = new WeakMap<WebContents, Port>()
  ipc.on(portChannel, ({ sender, senderFrame, ports }) => {
    const [inner, ...others] = ports
    const isOurs = senderFrame !== null && senderFrame.origin === pageOrigin && senderFrame.parent === null
    if (!isOurs || inner === undefined || others.length > 0) return ports.forEach((port) => void port.close())
    current.get(sender)?.close()
    const port = pagePort(inner)
    current.set(sender, port)
    connect(port)
  })
}

function pagePort(inner: MessagePortMain): Port {
  return messagePort(
    {
      postMessage: (message) => inner.postMessage(message),
      addEventListener(type, listener) {
        if (type === 'message') inner.on('message', listener)
        if (type === 'close') inner.on('close', () => listener({}))
      },
      start: () => inner.start(),
      close: () => inner.close(),
    },
    { transfer: false },
  )
}
