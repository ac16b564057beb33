import { isIP } from 'node:net'
import { z } from 'zod'

const needed =
  'false, or a list of the addresses of your own proxies (10.0.0.0/8,loopback). "true" or a number would let a client ' +
  'choose its address by writing X-Forwarded-For itself'

/** Ranges that have a name: this machine, its link, private networks. */
const named = new Set(['loopback', 'linklocal', 'uniquelocal'])

/**
 * Whose word on the address of a client is taken. A proxy appends the address that it sees to what the client sent, so only
 * what one's own proxies appended is to be believed. They are named by their addresses: a number of hops would also believe a
 * client that reaches the server without them.
 */
export const trustedProxies = z.string().transform((written, context): false | string[] => {
  const text = written.trim()
  if (/^(?:false|no|0)$/.test(text)) return false
  const proxies = text.split(',').map((each) => each.trim())
  if (proxies.every(isProxy)) return proxies
  context.addIssue({ code: 'custom', message: needed })
  return z.NEVER
})

/** A range of everything is nobody's proxy. */
function isProxy(text: string): boolean {
  const [address = '', bits] = text.split('/')
  const version = isIP(address)
  if (version === 0) return named.has(text)
  if (bits === undefined) return true
  return /^[1-9]\d{0,2}$/.test(bits) && Number(bits) <= (version === 4 ? 32 : 128) && text.split('/').length === 2
}
