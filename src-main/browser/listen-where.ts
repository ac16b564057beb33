import { once } from 'node:events'
import type { Server } from 'node:http'
import { type KeptAddress, keepAddress, newToken, readAddress } from './kept-address.ts'

export interface AddressWanted {
  readonly folder: string
  /** 0 is any; that of the last shell goes first. */
  readonly port: number
  /** Whether pages of earlier shells are let in no more. */
  readonly isNew: boolean
  /** False while another process holds the folder: the address that is kept is that one's. */
  readonly isHolder: boolean
  readonly now: number
}

export interface Listening {
  readonly server: Server
  readonly port: number
  readonly token: string
}

/** Serves with the token and at the port of the last shell of this folder, so that a page that is still open comes back. */
export async function listenWhere(wanted: AddressWanted, createServer: (token: string) => Server): Promise<Listening> {
  const { folder, isHolder, isNew, now } = wanted
  const kept = isHolder && !isNew ? readAddress(folder, now) : undefined
  const again = kept && (await listenAgain(kept, wanted, createServer))
  if (again) return again
  // Whoever has that port may have been told the token by a page that was loaded again meanwhile: it is good no more.
  const token = newToken()
  const server = createServer(token)
  const port = await listenAt(server, wanted.port)
  if (isHolder) keepAddress(folder, { token, port, made_at: now })
  return { server, port, token }
}

async function listenAgain(
  kept: KeptAddress,
  { folder, port: wanted }: AddressWanted,
  createServer: (token: string) => Server,
): Promise<Listening | undefined> {
  const server = createServer(kept.token)
  try {
    const port = await listenAt(server, wanted === 0 ? kept.port : wanted)
    if (port !== kept.port) keepAddress(folder, { ...kept, port })
    return { server, port, token: kept.token }
  } catch {
    return undefined
  }
}

/** On loopback; resolves with the port. */
async function listenAt(server: Server, wanted: number): Promise<number> {
  server.listen(wanted, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  return typeof address === 'object' ? (address?.port ?? wanted) : wanted
}
