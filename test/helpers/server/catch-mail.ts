import { once } from 'node:events'
import { type AddressInfo, createServer, type Socket } from 'node:net'

export interface MailCatcher extends AsyncDisposable {
  readonly url: string
  /** Whole messages as they came over the wire. */
  readonly messages: readonly string[]
}

/** A mail server that takes everything: the few commands of RFC 5321 that a client needs, over a real socket. */
export async function catchMail(): Promise<MailCatcher> {
  const messages: string[] = []
  const server = createServer((socket) => talk(socket, messages))
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  return {
    url: `smtp://127.0.0.1:${port}`,
    messages,
    async [Symbol.asyncDispose]() {
      server.close()
      await once(server, 'close')
    },
  }
}

function talk(socket: Socket, messages: string[]): void {
  const state = { waiting: '', isData: false }
  socket.write('220 catcher\r\n')
  socket.on('data', (chunk) => {
    state.waiting += String(chunk)
    for (let end = endOf(state); end !== undefined; end = endOf(state)) {
      const text = state.waiting.slice(0, end)
      state.waiting = state.waiting.slice(end)
      if (state.isData) messages.push(text)
      state.isData = !state.isData && /^DATA/i.test(text)
      socket.write(state.isData ? '354 go on\r\n' : '250 taken\r\n')
      if (/^QUIT/i.test(text)) socket.end()
    }
  })
}

/** Where the command ends, or in a message the line with the dot. */
function endOf({ waiting, isData }: { readonly waiting: string; readonly isData: boolean }): number | undefined {
  const mark = isData ? '\r\n.\r\n' : '\r\n'
  const at = waiting.indexOf(mark)
  return at < 0 ? undefined : at + mark.length
}
