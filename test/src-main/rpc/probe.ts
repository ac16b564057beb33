import { z } from 'zod'
import { call, type Handlers, stream } from '../../../src-shared/rpc/contract.ts'
import { AppError } from '../../../src-shared/rpc/errors.ts'
import type { ServeOptions } from '../../../src-shared/rpc/host.ts'

const key = z.object({ key: z.string() })

/** What a transport is asked to carry. Whatever happens at the host is told as notes, so that it shows from another process too. */
export const probe = {
  calls: {
    add: call(z.object({ a: z.number(), b: z.number().default(2) }), z.number()),
    nested: call(z.object({ list: z.array(z.object({ size: z.int().max(9) })) }), z.void()),
    echo: call(z.unknown(), z.unknown()),
    fill: call(z.object({ sizeBytes: z.int() }), z.instanceof(Uint8Array)),
    /** Answers after `release` of its key. */
    hold: call(key, z.string()),
    release: call(key, z.void()),
    /** Ends with an ordinary error, but only after its signal aborted. */
    stubborn: call(key, z.void()),
    fail: call(z.object({ how: z.enum(['app', 'error', 'text', 'untold']) }), z.void()),
  },
  streams: {
    count: stream(z.object({ to: z.int() }), z.int()),
    /** How many items `count` was asked for so far. */
    counted: call(z.void(), z.int()),
    vectors: stream(z.object({ count: z.int() }), z.instanceof(Float32Array)),
    /** One item, then silence until its signal aborts. */
    silence: stream(key, z.string()),
    breakAfter: stream(z.object({ items: z.int() }), z.int()),
  },
}

export const token = 'let me in'

type Note = (note: string) => void

export function probeOptions(note: Note): ServeOptions<typeof probe> {
  return {
    handlers: { calls: callHandlers(note), streams: streamHandlers(note) },
    onError: (path, error) => note(`${path} failed: ${error instanceof Error ? error.message : String(error)}`),
    accept: (hello) => hello.token === token,
  }
}

function callHandlers(note: Note): Handlers<typeof probe>['calls'] {
  const held = new Map<string, (key: string) => void>()
  return {
    add: ({ a, b }) => a + b,
    nested: () => note('nested ran'),
    echo: (value) => value,
    fill: ({ sizeBytes }) => new Uint8Array(sizeBytes),
    hold: ({ key }, signal) =>
      new Promise((resolve, reject) => {
        held.set(key, resolve)
        note(`${key} held`)
        onAbort(signal, (code) => {
          note(`${key} ${code}`)
          reject(signal.reason)
        })
      }),
    release: ({ key }) => held.get(key)?.(key),
    stubborn: ({ key }, signal) =>
      new Promise((_, reject) => {
        note(`${key} held`)
        onAbort(signal, () => reject(new Error('too late')))
      }),
    fail({ how }) {
      if (how === 'app') throw new AppError('probe.refused', { hint: 'no' })
      if (how === 'error') throw new TypeError('secret detail')
      if (how === 'text') throw 'secret text'
      throw new AppError('probe.untold', { when: new Date() })
    },
  }
}

function streamHandlers(note: Note): Handlers<typeof probe>['streams'] {
  const counter = { counted: 0 }
  return {
    async *count({ to }) {
      try {
        for (let n = 1; n <= to; n++) {
          counter.counted += 1
          yield n
        }
      } finally {
        note(`count over at ${counter.counted}`)
      }
    },
    counted: () => counter.counted,
    async *vectors({ count }) {
      for (let n = 0; n < count; n++) yield new Float32Array([n, n / 2])
    },
    async *silence({ key }, signal) {
      yield key
      await new Promise<void>((resolve) => onAbort(signal, () => resolve()))
      note(`${key} ${(signal.reason as AppError).code}`)
    },
    async *breakAfter({ items }) {
      for (let n = 1; n <= items; n++) yield n
      throw new AppError('probe.broke', { items })
    },
  }
}

function onAbort(signal: AbortSignal, act: (code: string) => void): void {
  signal.addEventListener('abort', () => act((signal.reason as AppError).code), { once: true })
}
