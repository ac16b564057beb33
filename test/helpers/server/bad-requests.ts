import fc from 'fast-check'
import { newId } from '../../../src-shared/ids.ts'

export type Body = Readonly<Record<string, unknown>>

/** What somebody would write who wants to be more than he is. */
export const surplusFields: Body = {
  ...{ id: newId(), user_id: newId(), role: 'admin', is_superuser: true, is_active: true, is_verified: true },
  ...{ subscription_plan: 'enterprise', token_generation: 99, hashed_password: '$argon2id$x', used: 0, max_allowed: -1 },
  ...{ limits: { messages: -1 }, amount_cents: 0, ends_at: '2099-01-01T00:00:00Z', state: 'released', created_at: 'never' },
}

/** A source or a query is a text like any other: who stored this one gets it back. */
export const sentSql = '1); SELECT pg_sleep(10); --'

const hostileTexts = [
  ...["' OR '1'='1", "'; DROP TABLE users; --", "admin'/*", sentSql, '$1', '#{7*7}', '{{7*7}}'],
  ...['../../../../etc/passwd', '..\\..\\secret.key', '%2e%2e%2f', 'file:///etc/passwd', 'http://127.0.0.1:1/'],
  ...['\u0000', 'a\r\nSet-Cookie: a=b', '<script>alert(1)</script>', '\ud800', '\u202e', '𝒳'.repeat(64), ' ', ''],
  ...['__proto__', 'constructor', 'toString', 'null', 'undefined', 'NaN', '-0', '1e999', 'a'.repeat(10_000)],
]

const hostileValues: readonly unknown[] = [
  ...[null, true, false, 0, -1, 1.5, 2 ** 31, 2 ** 53, -(2 ** 63), 1e308],
  ...[[], {}, [[]], [null], { $ne: null }, { $gt: '' }, { length: 1e9 }, { toString: 1 }],
  ...hostileTexts,
]

const anyValue = fc.oneof({ weight: 3, arbitrary: fc.constantFrom(...hostileValues) }, { weight: 1, arbitrary: fc.jsonValue() })

/** A good body, with one or two things in it that are not as they should be. */
export function badBody(good: Body): fc.Arbitrary<unknown> {
  const names = Object.keys(good)
  const name = names.length === 0 ? fc.constant('field') : fc.constantFrom(...names)
  const changed = fc.tuple(name, anyValue).map(([key, value]) => ({ ...good, [key]: value }))
  const shortened = name.map((key) => Object.fromEntries(Object.entries(good).filter(([each]) => each !== key)))
  const lengthened = fc.constantFrom(...Object.entries(surplusFields)).map(([key, value]) => ({ ...good, [key]: value }))
  const inside = fc
    .tuple(name, anyValue)
    .filter(([key]) => Array.isArray(good[key]))
    .map(([key, value]) => ({ ...good, [key]: [value, value] }))
  const hasList = names.some((key) => Array.isArray(good[key]))
  return fc.oneof(changed, shortened, lengthened, anyValue, ...(hasList ? [inside] : []))
}

/** Bodies that are no JSON, or not what their type promises. */
export const brokenPayloads: readonly { readonly payload: string | Buffer; readonly type: string }[] = [
  ...['', '{', '{"a":1,}', 'null null', '{"a":1e}', "{'a':1}", '[', '\u0000', '﻿{}', '"', 'NaN'].map((payload) => ({
    ...{ payload, type: 'application/json' },
  })),
  { payload: '['.repeat(100_000), type: 'application/json' },
  { payload: `${'{"a":'.repeat(20_000)}1${'}'.repeat(20_000)}`, type: 'application/json' },
  { payload: '{"__proto__":{"is_superuser":true}}', type: 'application/json' },
  { payload: '{"constructor":{"prototype":{"is_superuser":true}}}', type: 'application/json' },
  { payload: Buffer.from([0x7b, 0x22, 0xc3, 0x28, 0x22, 0x3a, 0x31, 0x7d]), type: 'application/json' },
  ...['text/plain', 'application/xml', 'multipart/form-data', 'application/x-www-form-urlencoded', 'a/b; charset="', ';'].map(
    (type) => ({ payload: '{}', type }),
  ),
  { payload: '{}', type: 'application/json; charset=utf-16' },
]

/** In the place of an id or of a word in the address. */
export const hostileSegments: readonly string[] = [
  ...hostileTexts.filter((text) => text.isWellFormed() && text !== '' && text.length < 200).map(encodeURIComponent),
  ...['%', '%zz', '%00', '%ff', '..%2f..%2f', '.', newId(), `${newId()}'`, '0', '-1', 'messages%00', 'x'.repeat(101)],
]
