import { challengeAnswer, challengePath, type Proven, pageError, provenText } from '../../src-shared/browser/handshake.ts'
import { newId } from '../../src-shared/ids.ts'
import { AppError, rpcError } from '../../src-shared/rpc/errors.ts'

/** A shell that is there answers at once. */
const patienceMs = 10_000

/**
 * The address of the socket, once the server has proven that it knows the token of this page: whoever else took its port is told
 * nothing. Errors: `disconnected`, `pageError`.
 */
export async function provenSocketAddress({ host, hash, origin }: Pick<Location, 'host' | 'hash' | 'origin'>): Promise<string> {
  const key = await keyOf(hash.slice(1))
  const nonce = newId()
  const { challenge, proof } = await askForProof(origin, nonce)
  const expected = await sign(key, { from: 'shell', host, fresh: [nonce, challenge] })
  if (proof !== expected) throw new AppError(pageError.otherAddress)
  const own = await sign(key, { from: 'page', host, fresh: [challenge] })
  return `ws://${host}/rpc?${new URLSearchParams({ challenge, proof: own })}`
}

async function askForProof(origin: string, nonce: string) {
  const asked = await fetch(`${origin}${challengePath}?${new URLSearchParams({ nonce })}`, {
    cache: 'no-store',
    signal: AbortSignal.timeout(patienceMs),
  }).catch(() => undefined)
  if (!asked) throw new AppError(rpcError.disconnected)
  const { data } = challengeAnswer.safeParse(await asked.json().catch(() => undefined))
  if (!data) throw new AppError(pageError.otherAddress)
  return data
}

/** An empty token is no key; that page was opened without its address, and proves nothing. */
function keyOf(token: string): Promise<CryptoKey> {
  const bytes = new TextEncoder().encode(token || 'none')
  return crypto.subtle.importKey('raw', bytes, { name: 'HMAC', hash: 'SHA-256' }, false, ['sign'])
}

async function sign(key: CryptoKey, proven: Proven): Promise<string> {
  const signed = await crypto.subtle.sign('HMAC', key, new TextEncoder().encode(provenText(proven)))
  return [...new Uint8Array(signed)].map((byte) => byte.toString(16).padStart(2, '0')).join('')
}
