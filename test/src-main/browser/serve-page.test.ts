import { mkdirSync, writeFileSync } from 'node:fs'
import { createServer, request, type Server } from 'node:http'
import { connect } from 'node:net'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { createEntryTicket } from '../../../src-main/browser/entry-ticket.ts'
import { createPageDoor } from '../../../src-main/browser/page-door.ts'
import { createPageServer } from '../../../src-main/browser/serve-page.ts'
import { acceptSockets } from '../../../src-main/rpc/socket-server.ts'
import { provenSocketAddress } from '../../../src-renderer/connection/prove-token.ts'
import { pageError } from '../../../src-shared/browser/handshake.ts'
import { tempFolder } from '../../helpers/temp-folder.ts'

const token = 'right-token'

test('the page comes with a policy that lets in nothing from elsewhere and no inline script', async () => {
  await using site = await open()

  const { status, headers, body } = await site.get('/')

  expect(status).toBe(200)
  expect(body).toBe('<p>page</p>')
  expect(headers['content-security-policy']).toContain("default-src 'none'")
  expect(headers['content-security-policy']).toContain("script-src 'self' 'wasm-unsafe-eval'")
  expect(headers['content-security-policy']).not.toContain('unsafe-inline')
  expect(headers['x-content-type-options']).toBe('nosniff')
})

test.each(['/../secret.txt', '/%2e%2e/secret.txt', '/..%2fsecret.txt', '/%', '/\0', '/no-such-file', '//secret.txt', '//'])(
  '%j reads nothing outside the folder of the page',
  async (path) => {
    await using site = await open()

    const { body } = await site.get(path)

    expect(body).not.toContain('secret')
  },
)

test.each([
  ['no proof', { query: '' }],
  ['a proof that was made up', { query: 'challenge=99999999999999.aa&proof=aa' }],
  ['the token itself', { query: `token=${token}` }],
  ['another site', { origin: 'http://evil.example' }],
  ['a name rebound to loopback', { host: 'evil.example', origin: 'http://evil.example' }],
  ['a program without an origin', { origin: '' }],
])('%s opens no socket', async (_, caller) => {
  await using site = await open()

  expect(await site.upgrade(caller)).toBe(403)
})

test('our own page opens a socket', async () => {
  await using site = await open()

  expect(await site.upgrade({})).toBe(101)
})

test('a proof is good for half a minute, and for no other run of the shell', async () => {
  await using site = await open()
  await using other = await open()
  const query = await site.prove()

  expect(await other.upgrade({ query })).toBe(403)
  expect(await site.upgrade({ query })).toBe(101)
  site.pass(30_001)
  expect(await site.upgrade({ query })).toBe(403)
})

test('a page tells nothing to a server that does not know its token', async () => {
  await using impostor = await open('another-token')

  await expect(impostor.prove(token)).rejects.toMatchObject({ code: pageError.otherAddress })
})

test('what the shell proves elsewhere is worth nothing to whoever passes it on', async () => {
  await using site = await open()
  const relayed = await fetch(`${site.origin}/challenge?nonce=mine`).then((answer) => answer.json())
  await using impostor = await serveJson(relayed)

  await expect(provenSocketAddress({ ...impostor, hash: `#${token}` })).rejects.toMatchObject({ code: pageError.otherAddress })
})

test('the ticket leads to the address once, and only while it is new', async () => {
  await using site = await open()
  const [first, second] = [await site.get(site.ticket), await site.get(site.ticket)]
  await using late = await open()
  late.pass(120_001)

  expect([first.status, first.headers.location]).toEqual([302, `/#${token}`])
  expect(second.status).toBe(404)
  expect((await late.get(late.ticket)).status).toBe(404)
})

test('a stranger who asks for no address, or resets his refused call, does not end the process', async () => {
  await using site = await open()
  const faults: unknown[] = []
  const note = (error: unknown) => void faults.push(error)
  process.on('uncaughtExceptionMonitor', note)
  const upgrade = 'HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n'

  await site.sendAndReset(`GET // ${upgrade}`)
  for (let time = 0; time < 20; time++) await site.sendAndReset(`GET /rpc ${upgrade}`)

  expect(await site.upgrade({})).toBe(101)
  process.off('uncaughtExceptionMonitor', note)
  expect(faults).toEqual([])
})

async function open(known = token) {
  const folder = tempFolder()
  mkdirSync(join(folder.path, 'page'))
  writeFileSync(join(folder.path, 'page', 'index.html'), '<p>page</p>')
  writeFileSync(join(folder.path, 'secret.txt'), 'secret')
  let time = Date.now()
  const now = (): number => time
  const door = createPageDoor({ token: known, now })
  const ticket = createEntryTicket(now)
  const server = createPageServer({ folder: join(folder.path, 'page'), door, ticket, token: known })
  const sockets = acceptSockets(server, { allow: door.isOurPage, onPort: () => {} })
  const port = await listen(server)
  const origin = `http://127.0.0.1:${port}`
  const prove = async (given = known): Promise<string> => {
    const address = await provenSocketAddress({ host: `127.0.0.1:${port}`, origin, hash: `#${given}` })
    return new URL(address).search.slice(1)
  }
  return {
    origin,
    ticket: ticket.path,
    prove,
    pass(ms: number) {
      time += ms
    },
    get: (path: string) => get(port, path),
    upgrade: async (caller: Partial<Caller>) => upgrade(port, { query: caller.query ?? (await prove()), ...caller }),
    sendAndReset: (text: string) => sendAndReset(port, text),
    async [Symbol.asyncDispose]() {
      await sockets[Symbol.asyncDispose]()
      await close(server)
      folder[Symbol.dispose]()
    },
  }
}

/** Answers everything with this, as one would that passes on what another server said. */
async function serveJson(content: unknown) {
  const server = createServer((_, response) => response.end(JSON.stringify(content)))
  const host = `127.0.0.1:${await listen(server)}`
  return { host, origin: `http://${host}`, [Symbol.asyncDispose]: () => close(server) }
}

async function listen(server: Server): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  return typeof address === 'object' ? (address?.port ?? 0) : 0
}

async function close(server: Server): Promise<void> {
  server.closeAllConnections()
  await new Promise((resolve) => server.close(resolve))
}

interface Answer {
  readonly status: number | undefined
  readonly headers: Readonly<Record<string, string | string[] | undefined>>
  readonly body: string
}

/** Sends the path as it is: `fetch` would tidy it up first. */
function get(port: number, path: string): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const sent = request({ port, host: '127.0.0.1', path: encodeNull(path) }, (response) => {
      const pieces: Buffer[] = []
      response.on('data', (piece: Buffer) => pieces.push(piece))
      response.on('end', () =>
        resolve({ status: response.statusCode, headers: response.headers, body: Buffer.concat(pieces).toString() }),
      )
    })
    sent.on('error', reject)
    sent.end()
  })
}

const encodeNull = (path: string): string => path.replaceAll('\0', '%00')

interface Caller {
  readonly query: string
  readonly origin: string
  readonly host: string
}

function upgrade(port: number, caller: Partial<Caller>): Promise<number | undefined> {
  const own = `127.0.0.1:${port}`
  const { query = '', origin = `http://${own}`, host = own } = caller
  const headers = {
    ...{ connection: 'Upgrade', upgrade: 'websocket', 'sec-websocket-version': '13', host },
    ...{ 'sec-websocket-key': 'dGhlIHNhbXBsZSBub25jZQ==' },
    ...(origin === '' ? {} : { origin }),
  }
  return new Promise((resolve, reject) => {
    const sent = request({ port, host: '127.0.0.1', path: `/rpc?${query}`, headers })
    sent.on('upgrade', (response, socket) => {
      socket.destroy()
      resolve(response.statusCode)
    })
    sent.on('response', (response) => {
      response.resume()
      resolve(response.statusCode)
    })
    sent.on('error', reject)
    sent.end()
  })
}

function sendAndReset(port: number, text: string): Promise<void> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1', () => {
      socket.write(text, () => socket.resetAndDestroy())
    })
    socket.on('error', () => undefined)
    socket.on('close', () => resolve())
  })
}
