import { z } from 'zod'
import type { Embedder } from '../engines/embedder.ts'
import { cacheKeys } from '../stores/cache-keys.ts'
import type { CachedReads } from '../stores/cached-reads.ts'
import { keyDigest } from '../stores/key-digest.ts'

const kept = z.array(z.number()).min(1)

/** What was asked before, by whomever, is not embedded again within a day. The key holds no word of it. */
export async function embedQuery(
  { embedder, reads }: { readonly embedder: Embedder; readonly reads: CachedReads },
  text: string,
  signal: AbortSignal,
): Promise<Float32Array> {
  const { of: keyOf, ttlSeconds } = cacheKeys.embedding
  const load = async () => Array.from(await embedder.embedQuery(text, signal))
  const values = await reads.read({
    key: keyOf(keyDigest(JSON.stringify([embedder.modelId, text]))),
    ttlSeconds,
    value: kept,
    load,
  })
  return Float32Array.from(values)
}
