import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto'
import type { IncomingMessage } from 'node:http'
import { type ChallengeAnswer, challengePath, type Proven, provenText } from '../../src-shared/browser/handshake.ts'

export interface PageDoorDeps {
  readonly token: string
  readonly now: () => number
}

export interface PageDoor {
  /** What is answered to a page that asks whether this is its shell; undefined to any other request. */
  challenge(request: IncomingMessage): ChallengeAnswer | undefined
  /** Whether this request may open a socket. */
  isOurPage(request: IncomingMessage): boolean
}

/** Between the challenge and the socket lies one step of the page. */
const goodForMs = 30_000

/**
 * Only a page that was opened with our address may open a socket: a name that was rebound to loopback has another `Host`, any
 * other site another `Origin`, another user of the machine no token. What was proven to one run of the shell is worth nothing to
 * the next.
 */
export function createPageDoor({ token, now }: PageDoorDeps): PageDoor {
  const run = randomBytes(32)
  const proofOf = (proven: Proven): string => sign(token, provenText(proven))

  function isOpen(challenge: string): boolean {
    const [until = '', seal = ''] = challenge.split('.')
    return isSame(seal, sign(run, until)) && now() < Number(until)
  }

  return {
    challenge(request) {
      const { pathname, searchParams } = addressOf(request)
      const host = ownHost(request)
      const nonce = searchParams.get('nonce')
      if (pathname !== challengePath || host === undefined || !nonce) return undefined
      const until = String(now() + goodForMs)
      const challenge = `${until}.${sign(run, until)}`
      return { challenge, proof: proofOf({ from: 'shell', host, fresh: [nonce, challenge] }) }
    },
    isOurPage(request) {
      const { searchParams } = addressOf(request)
      const host = ownHost(request)
      const challenge = searchParams.get('challenge') ?? ''
      if (host === undefined || request.headers.origin !== `http://${host}` || !isOpen(challenge)) return false
      return isSame(searchParams.get('proof') ?? '', proofOf({ from: 'page', host, fresh: [challenge] }))
    },
  }
}

function ownHost({ headers: { host = '' }, socket }: IncomingMessage): string | undefined {
  const hosts = [`127.0.0.1:${socket.localPort}`, `localhost:${socket.localPort}`]
  return hosts.includes(host) ? host : undefined
}

/** `//` is a request and no address: it is one of nothing. */
const addressOf = ({ url = '/' }: IncomingMessage): URL =>
  URL.parse(url, 'http://localhost') ?? new URL('http://localhost/nothing')

const sign = (key: string | Buffer, text: string): string => createHmac('sha256', key).update(text).digest('hex')

function isSame(given: string, expected: string): boolean {
  const [left, right] = [Buffer.from(given), Buffer.from(expected)]
  return left.length === right.length && timingSafeEqual(left, right)
}
