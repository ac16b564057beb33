import { z } from 'zod'
import { plainPostgresUrl } from './database-addresses.ts'
import type { RedisNode } from './stores/redis-client.ts'

// Several addresses in one variable, with commas between. A fault names what is needed and never the value, which may hold a password.

export const postgresUrls = z.string().transform((written, context): readonly string[] => {
  const urls = partsOf(written).map(plainPostgresUrl)
  if (urls.every((url) => /^postgres(?:ql)?:\/\/[^/]/.test(url))) return urls
  context.addIssue({
    code: 'custom',
    message: 'addresses such as postgresql://user:password@host:5432/name, with commas between',
  })
  return z.NEVER
})

export const redisNodes = z.string().transform((written, context): readonly RedisNode[] => {
  const nodes = partsOf(written).map(nodeOf)
  const known = nodes.filter((node) => node !== undefined)
  if (known.length > 0 && known.length === nodes.length) return known
  context.addIssue({ code: 'custom', message: 'host:port, or rediss://host:port where it is encrypted, with commas between' })
  return z.NEVER
})

const partsOf = (written: string): string[] => written.split(',').map((part) => part.trim())

/** A password stands in REDIS_PASSWORD: all nodes of a cluster have the same. */
function nodeOf(written: string): RedisNode | undefined {
  const parsed = /^(rediss?:\/\/)?(\[[\da-f:]+\]|[\w.-]+):(\d{1,5})\/?$/i.exec(written)
  const port = Number(parsed?.[3])
  if (parsed === null || port > 65_535) return undefined
  return { host: (parsed[2] ?? '').replaceAll(/[[\]]/g, ''), port, isEncrypted: parsed[1] === 'rediss://' }
}
