import { createHmac } from 'node:crypto'
import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import { endpoints } from './endpoints.ts'
import { FakeFault, missing } from './fake-fault.ts'
import { type Form, parseForm } from './form.ts'
import type { Event } from './objects.ts'
import { createWorld, type World } from './world.ts'

/** `break`: a failure of Stripe's own, which it repeats for the key. `hang up`: no answer. Before the work, or after it. */
export interface Fault {
  readonly on: RegExp
  readonly how: 'break before' | 'break after' | 'hang up before' | 'hang up after'
  readonly times: number
}

export interface AskedCall {
  /** As `POST /v1/customers`. */
  readonly route: string
  readonly form: Form
  readonly key: string | undefined
  /** Path and query, and the body as it was sent. */
  readonly url: string
  readonly sent: string
}

export interface FakeStripe extends AsyncDisposable {
  readonly url: string
  readonly world: World
  /** What was asked, in order, repetitions too. */
  readonly asked: AskedCall[]
  readonly faults: { on: RegExp; how: Fault['how']; times: number }[]
  /** An event as it is posted: its bytes and their signature. */
  signed(
    event: Event,
    options?: { readonly secret?: string; readonly at?: number },
  ): { readonly body: string; readonly signature: string }
}

export const webhookSecret = 'whsec_of_the_fake'
const keyKeptMs = 24 * 3_600_000

/**
 * The parts of Stripe that are used, with its state, on a real socket. Time stands still until the world's clock is set; nothing
 * is delivered by itself: a test decides which event arrives when, and how often.
 */
export async function startStripe(at: number): Promise<FakeStripe> {
  const world = createWorld(at)
  const asked: AskedCall[] = []
  const faults: FakeStripe['faults'] = []
  const kept = new Map<string, Kept>()
  const server = createServer((request, response) => void serve({ world, asked, faults, kept }, request, response))
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  return {
    ...{ url: `http://127.0.0.1:${port}`, world, asked, faults },
    signed(event, { secret = webhookSecret, at: signedAt = world.clock.at } = {}) {
      const body = JSON.stringify(event)
      const t = Math.floor(signedAt / 1000)
      return { body, signature: `t=${t},v1=${createHmac('sha256', secret).update(`${t}.${body}`).digest('hex')}` }
    },
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}

interface Answered {
  readonly status: number
  readonly body: object
}

/** What was answered to a key. */
interface Kept extends Answered {
  readonly call: string
  readonly at: number
}

interface Serving extends Pick<FakeStripe, 'world' | 'asked' | 'faults'> {
  readonly kept: Map<string, Kept>
}

async function serve(serving: Serving, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { pathname, search } = new URL(request.url ?? '/', 'http://stripe')
  const sent = await text(request)
  const form = parseForm(request.method === 'GET' ? search.slice(1) : sent)
  const header = request.headers['idempotency-key']
  const key = typeof header === 'string' ? header : undefined
  const route = `${request.method} ${pathname}`
  const call = { route, form, key, url: `${pathname}${search}`, sent }
  serving.asked.push(call)
  const fault = takeFault(serving, route)
  if (fault === 'hang up before') return void response.destroy()
  const answered = answerOnce(serving, { ...call, fault })
  if (fault === 'hang up after') return void response.destroy()
  response.writeHead(answered.status, { 'content-type': 'application/json', 'request-id': serving.world.id('req') })
  response.end(JSON.stringify(answered.body))
}

function takeFault({ faults }: Serving, route: string): Fault['how'] | undefined {
  const fault = faults.find(({ on, times }) => times > 0 && on.test(route))
  if (fault) fault.times--
  return fault?.how
}

interface Call extends AskedCall {
  readonly fault: Fault['how'] | undefined
}

/** The same key gets the same answer, failures included, for a day; with another request it is refused. A DELETE does not look at it. */
function answerOnce({ world, kept }: Serving, { route, form, key: given, fault }: Call): Answered {
  const key = route.startsWith('DELETE ') ? undefined : given
  const call = `${route} ${JSON.stringify(form)}`
  const before = key === undefined ? undefined : kept.get(key)
  if (before !== undefined && world.clock.at - before.at < keyKeptMs) {
    if (before.call === call) return before
    return { status: 400, body: { error: { type: 'idempotency_error', message: 'the key was used for another request' } } }
  }
  const broken = { status: 500, body: { error: { type: 'api_error', message: 'broken' } } }
  const done = fault === 'break before' ? broken : answer(world, route, form)
  const answered = fault === 'break after' ? broken : done
  if (key !== undefined) kept.set(key, { ...answered, call, at: world.clock.at })
  return answered
}

function answer(world: World, route: string, form: Form): Answered {
  const [method, path = ''] = route.split(' ')
  const endpoint = endpoints.find(([wanted, pattern]) => wanted === method && pattern.test(path))
  try {
    if (endpoint === undefined) throw missing(path)
    const body = endpoint[2]({ world, form, id: endpoint[1].exec(path)?.[1] ?? '' })
    return { status: 200, body: structuredClone(body) }
  } catch (error) {
    if (!(error instanceof FakeFault)) throw error
    return { status: error.status, body: { error: error.error } }
  }
}
