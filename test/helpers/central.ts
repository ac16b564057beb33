import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { type CentralClient, createCentralClient } from '../../src-main/central/central-client.ts'
import type { TokenStore, Tokens } from '../../src-main/central/kept-tokens.ts'
import { createGate } from '../../src-main/network/gate.ts'
import { testRequestLog } from './request-log.ts'
import { canaries } from './server/canaries.ts'
import { openTestServer, type TestServer, type TestServerOptions, type TestUser } from './server/open-test-server.ts'

export interface TestClient extends CentralClient {
  readonly tokens: TokenStore
  /** Method and path of everything that left, oldest first. */
  readonly sent: readonly string[]
}

export interface TestClientOptions {
  readonly now?: () => number
  readonly isOffline?: () => boolean
  /** In the place of the network. */
  readonly fetch?: typeof fetch
}

/** The client behind a real gate. */
export function testClient(
  address: string,
  { now = Date.now, isOffline = () => false, ...rest }: TestClientOptions = {},
): TestClient {
  const sent: string[] = []
  const send: typeof fetch = (input, init) => {
    sent.push(`${init?.method ?? 'GET'} ${new URL(String(input)).pathname}`)
    return (rest.fetch ?? fetch)(input, init)
  }
  const gate = createGate({ isOffline, fetch: send, log: testRequestLog() })
  const tokens = keptInMemory()
  return { ...createCentralClient({ gate, address, tokens, now, language: () => 'en' }), tokens, sent }
}

function keptInMemory(): TokenStore {
  const kept: { tokens?: Tokens | undefined } = {}
  return {
    read: () => kept.tokens,
    write(tokens) {
      canaries.watchFor([{ token: tokens?.accessToken, refresh_token: tokens?.refreshToken }])
      kept.tokens = tokens
    },
  }
}

export interface ListeningServer extends AsyncDisposable {
  readonly server: TestServer
  readonly url: string
  /** Of a new account, signed in. */
  signedIn(options?: TestClientOptions): Promise<{ readonly client: TestClient; readonly user: TestUser }>
}

/** The real server behind a real socket. */
export async function listenTestServer(options?: TestServerOptions): Promise<ListeningServer> {
  const server = await openTestServer(options)
  const url = await server.app.listen({ host: '127.0.0.1', port: 0 })
  return {
    ...{ server, url },
    async signedIn(given = {}) {
      const user = await server.signUp()
      const client = testClient(url, { now: () => server.clock.at, ...given })
      await client.signIn({ body: { email: user.email, password: user.password } })
      return { client, user }
    },
    [Symbol.asyncDispose]: () => server[Symbol.asyncDispose](),
  }
}

export interface OddServer extends AsyncDisposable {
  readonly url: string
}

/** Whoever else may be at an address. */
export async function startOddServer(answer: RequestListener): Promise<OddServer> {
  const server = createServer(answer)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}
