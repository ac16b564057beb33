import type { Body } from './bad-requests.ts'

const ofSql = [
  ...["'", "''", '"', '`', ';', '--', '/*', '*/', '\\', "\\'", '%', '_', '$1', '$$', '?', ':a', '@a', '#'],
  ...["' OR '1'='1", "' OR 1=1 --", '" OR ""="', "') OR ('1'='1", "admin'--", "admin' #", "admin'/*", "' OR 'x'='x';"],
  ...["'; DROP TABLE users; --", "'); DELETE FROM users; --", "'; UPDATE users SET is_superuser = true; --"],
  ...["' UNION SELECT hashed_password FROM users --", "' UNION ALL SELECT NULL, NULL --", "'; COPY users TO PROGRAM 'id'; --"],
  ...['1; SELECT pg_sleep(600)', "'; SELECT pg_sleep(600); --", "' || (SELECT pg_sleep(600)) || '", "' AND 1=(SELECT 1/0) --"],
  ...["' AND ascii(substr((SELECT email FROM users LIMIT 1),1,1))>64 --", "'||(SELECT version())||'", "E'\\047'", 'U&"\\0027"'],
  ...['$$; DROP TABLE users; $$', "'::regclass", "{'a': 1}", '1e400', '0x27', 'NULL', 'DEFAULT', "ANY('{}')"],
]

const ofCql = [
  ...["' ALLOW FILTERING", "'; TRUNCATE conversation_history; --", "'); DROP KEYSPACE chatbot_ks; --", "' IF EXISTS"],
  ...["' USING TTL 1", "'; BEGIN BATCH DELETE FROM usage_analytics; APPLY BATCH", 'token(user_id)', "' AND TOKEN(user_id) > 0"],
  ...["{'key': 'value'}", '[1, 2]', "fromJson('{}')", 'blobAsText(0x00)', 'uuid()', 'toTimestamp(now())'],
]

const ofMongo = [
  ...['$where', '$ne', '$gt', '{"$gt": ""}', '{$ne: null}', "'; return true; var a='", "1'; sleep(600000); '", 'this.a == 1'],
  ...['$expr', '$function', 'a.b', '$a', 'a\u0000b', '.', '..', '$[]', '$$ROOT', 'db.users.drop()', '{"$regex": ".*"}'],
]

const ofHeaders = [
  ...['a\r\nSet-Cookie: a=b', 'a\nX-Injected: 1', 'a\rX-Injected: 1', '%0d%0aX-Injected:%201', 'a\u2028X-Injected: 1'],
  ...['a@example.org\r\nBcc: all@example.org', 'a\r\n\r\n<html>', '\u0000', '\u0001', '\u007f', '\u202e', '﻿', '\ud800'],
]

const ofPrototypes = ['__proto__', 'constructor', 'prototype', 'toString', '__defineGetter__', 'hasOwnProperty', 'valueOf']

const ofOthers = [
  ...[
    '<script>alert(1)</script>',
    '{{7*7}}',
    '#{7*7}',
    '<%= 7*7 %>',
    '$' + '{7*7}',
    '*)(uid=*))(|(uid=*',
    '`id`',
    '$(id)',
    '| id',
  ],
  ...[
    '../../../../etc/passwd',
    '..\\..\\secret.key',
    'file:///etc/passwd',
    'http://127.0.0.1:1/',
    '\\\\host\\share',
    '%2e%2e%2f',
  ],
  ...['𝒳'.repeat(64), 'a'.repeat(10_000), ' ', '', 'null', 'undefined', 'NaN', '-0', '1e999', 'true', '%s%s%n', '\t'],
]

/** More than a hundred texts, each of which is a statement, an operator or a header somewhere. */
export const injectedTexts: readonly string[] = [...ofSql, ...ofCql, ...ofMongo, ...ofHeaders, ...ofPrototypes, ...ofOthers]

/** In the place of a text: what becomes an operator where it is taken for a query. */
export const injectedOperators: readonly unknown[] = [
  ...[{ $ne: null }, { $gt: '' }, { $regex: '.*' }, { $where: 'sleep(1000)' }, { $in: [''] }, { $exists: true }, { $expr: true }],
  ...[['a'], [[]], [{ $ne: null }], { length: 1 }, { toString: 'x' }, { constructor: { prototype: { is_superuser: true } } }],
  ...[true, false, null, 0, -1, 1e308],
]

interface Place {
  readonly path: readonly (string | number)[]
}

/** Where texts stand in a body, however deep. */
export function textPlaces(value: unknown, path: Place['path'] = []): readonly Place[] {
  if (typeof value === 'string') return [{ path }]
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([key, inner]) => textPlaces(inner, [...path, Array.isArray(value) ? Number(key) : key]))
}

/** The same body with something else in this place. */
export const withPlace = (body: Body, { path }: Place, value: unknown): unknown => replaced(body, path, value)

function replaced(inside: unknown, [key, ...rest]: Place['path'], value: unknown): unknown {
  if (key === undefined) return value
  if (Array.isArray(inside)) return inside.map((each: unknown, n) => (n === key ? replaced(each, rest, value) : each))
  if (typeof inside !== 'object' || inside === null) return inside
  return Object.fromEntries(
    Object.entries(inside).map(([name, each]: [string, unknown]) => [name, name === key ? replaced(each, rest, value) : each]),
  )
}
