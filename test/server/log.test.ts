import { expect, test } from 'vitest'
import { AppError } from '../../src-shared/rpc/errors.ts'
import { logTo } from '../helpers/server/silent-log.ts'

function logged(line: object): unknown {
  const lines: string[] = []
  logTo((each) => lines.push(each)).info(line, 'said')
  return JSON.parse(lines.join(''))
}

test('what has a telling name is blanked, in the line and one below, and nothing else of it is changed', () => {
  const at = new Date('2026-03-01T12:00:00.000Z')

  const line = logged({ at, ms: 1.5, password: 'a', inner: { token: 'b', count: 2, list: [{ id: 1 }] }, none: null })

  expect(line).toMatchObject({ at: at.toISOString(), ms: 1.5, password: '[redacted]', none: null, event: 'said' })
  expect(line).toMatchObject({ inner: { token: '[redacted]', count: 2, list: [{ id: 1 }] } })
})

test('an error is told by its name or code: its message and its stack may quote a person', () => {
  const quoting = 'somebody@example.org is taken'

  const line = logged({ err: new TypeError(quoting), cause: new AppError('NOT_FOUND', undefined, { cause: new Error(quoting) }) })

  expect(line).toMatchObject({ err: 'TypeError', cause: 'NOT_FOUND' })
  expect(JSON.stringify(line)).not.toContain('somebody')
})
