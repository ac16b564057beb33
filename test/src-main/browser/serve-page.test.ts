import { mkdirSync, writeFileSync } from 'node:fs'
import { createServer, request } from 'node:http'
import { connect } from 'node:net'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { isOurPage } from '../../../src-main/browser/is-our-page.ts'
import { createPageServer } from '../../../src-main/browser/serve-page.ts'
import { acceptSockets } from '../../../src-main/rpc/socket-server.ts'
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
  ['a wrong token', { token: 'wrong' }],
  ['no token', { token: '' }],
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

async function open() {
  const folder = tempFolder()
  mkdirSync(join(folder.path, 'page'))
  writeFileSync(join(folder.path, 'page', 'index.html'), '<p>page</p>')
  writeFileSync(join(folder.path, 'secret.txt'), 'secret')
  const serve = createPageServer(join(folder.path, 'page'))
  const server = createServer((incoming, response) => void serve(incoming, response))
  const sockets = acceptSockets(server, { allow: (incoming) => isOurPage(incoming, token), onPort: () => {} })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  const port = typeof address === 'object' ? (address?.port ?? 0) : 0
  return {
    get: (path: string) => get(port, path),
    upgrade: (caller: Partial<Caller>) => upgrade(port, caller),
    sendAndReset: (text: string) => sendAndReset(port, text),
    async [Symbol.asyncDispose]() {
      await sockets[Symbol.asyncDispose]()
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
      folder[Symbol.dispose]()
    },
  }
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
  readonly token: string
  readonly origin: string
  readonly host: string
}

function upgrade(port: number, caller: Partial<Caller>): Promise<number | undefined> {
  const own = `127.0.0.1:${port}`
  const { token: given = token, origin = `http://${own}`, host = own } = caller
  const headers = {
    ...{ connection: 'Upgrade', upgrade: 'websocket', 'sec-websocket-version': '13', host },
    ...{ 'sec-websocket-key': 'dGhlIHNhbXBsZSBub25jZQ==' },
    ...(origin === '' ? {} : { origin }),
  }
  return new Promise((resolve, reject) => {
    const sent = request({ port, host: '127.0.0.1', path: `/rpc?token=${given}`, headers })
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
