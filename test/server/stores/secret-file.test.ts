import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { secretOf } from '../../../server/stores/secret-file.ts'
import { tempFolder } from '../../helpers/temp-folder.ts'

test('a secret is made once, whole, and for this user only', () => {
  using folder = tempFolder()
  const data = join(folder.path, 'data')

  const secret = secretOf(data)

  expect(secret).toMatch(/^[0-9a-f]{64}$/)
  expect(secretOf(data)).toBe(secret)
  expect(readdirSync(data)).toEqual(['secret.key'])
  if (process.platform !== 'win32') expect(statSync(join(data, 'secret.key')).mode & 0o777).toBe(0o600)
})

test.each(['', '\n', 'a'.repeat(31), ` ${'a'.repeat(31)}\n`])('%j is no secret: refused in words, and left as it is', (text) => {
  using folder = tempFolder()
  const file = join(folder.path, 'secret.key')
  writeFileSync(file, text)

  expect(() => secretOf(folder.path)).toThrow(/fewer than 32 bytes.*backup/s)

  expect(readFileSync(file, 'utf8')).toBe(text)
})

test('what a crash left half written is not taken for the secret', () => {
  using folder = tempFolder()
  writeFileSync(join(folder.path, 'secret.key.new'), 'half')

  expect(secretOf(folder.path)).toMatch(/^[0-9a-f]{64}$/)
})
