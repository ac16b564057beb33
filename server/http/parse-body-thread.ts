import { parentPort } from 'node:worker_threads'
import { z } from 'zod'
import type { ParsedBody } from './parse-body.ts'

const asked = z.instanceof(Uint8Array)

parentPort?.on('message', (message) => {
  const packed: Float64Array<ArrayBuffer>[] = []
  const answer = parsed(asked.parse(message), packed)
  try {
    parentPort?.postMessage(
      answer,
      packed.map(({ buffer }) => buffer),
    )
  } catch {
    // Nested too deeply to be handed over.
    parentPort?.postMessage({ isJson: false } satisfies ParsedBody)
  }
})

function parsed(bytes: Uint8Array, packed: Float64Array<ArrayBuffer>[]): ParsedBody {
  try {
    const body: unknown = JSON.parse(new TextDecoder().decode(bytes))
    if (isPoisoned(body)) return { isJson: false }
    return { isJson: true, body: withPacked(body, packed) }
  } catch {
    return { isJson: false }
  }
}

/** What Fastify's own parser refuses: keys that would reach a prototype. */
function isPoisoned(value: unknown): boolean {
  if (Array.isArray(value)) return value.some(isPoisoned)
  if (typeof value !== 'object' || value === null) return false
  return Object.entries(value).some(
    ([key, inner]) => key === '__proto__' || (key === 'constructor' && hasPrototype(inner)) || isPoisoned(inner),
  )
}

const hasPrototype = (value: unknown): boolean => typeof value === 'object' && value !== null && Object.hasOwn(value, 'prototype')

/** What is only numbers, under a key that says so, travels as one piece; anything else stays for the schema to refuse. */
function withPacked(value: unknown, packed: Float64Array<ArrayBuffer>[]): unknown {
  if (Array.isArray(value)) return areNumbers(value) ? value : value.map((each) => withPacked(each, packed))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [key, key === 'embedding' ? pack(inner, packed) : withPacked(inner, packed)]),
  )
}

function pack(value: unknown, packed: Float64Array<ArrayBuffer>[]): unknown {
  if (!Array.isArray(value) || !areNumbers(value)) return value
  const numbers = Float64Array.from(value)
  packed.push(numbers)
  return numbers
}

const areNumbers = (values: readonly unknown[]): boolean => values.every((each) => typeof each === 'number')
