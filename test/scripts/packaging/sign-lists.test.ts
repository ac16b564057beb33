import { generateKeyPairSync } from 'node:crypto'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { signLists } from '../../../scripts/packaging/sign-lists.ts'
import { openList } from '../../../src-main/electron/update-list.ts'
import { readUpdateSource } from '../../../src-main/electron/update-source.ts'
import { tempFolder } from '../../helpers/temp-folder.ts'
import { listName, listOf } from '../../helpers/update-host.ts'

const pair = generateKeyPairSync('ed25519')
const privatePem = pair.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()
const builtIn = pair.publicKey.export({ type: 'spki', format: 'der' }).toString('base64')

test('every list beside the packages is signed, with the key that a package has in its package.json', () => {
  using folder = tempFolder()
  const [list, packageFile] = [join(folder.path, listName), join(folder.path, 'package.json')]
  const text = listOf('1.3.0', Buffer.from('x'))
  writeFileSync(list, text)
  writeFileSync(packageFile, JSON.stringify({ name: 'hearth', updates: { host: 'https://updates.test/hearth', key: builtIn } }))

  expect(signLists(folder.path, { privatePem, builtIn })).toEqual([listName])

  const source = readUpdateSource(packageFile)
  expect(source?.host).toBe('https://updates.test/hearth/')
  expect(openList({ name: listName, text: readFileSync(list, 'utf8') }, source?.key ?? pair.publicKey)).toBe(text)
})

test('a signature that no package would believe is not made, and neither is none at all', () => {
  using folder = tempFolder()
  const other = generateKeyPairSync('ed25519').publicKey.export({ type: 'spki', format: 'der' }).toString('base64')

  expect(() => signLists(folder.path, { privatePem, builtIn: other })).toThrow('does not fit')
  expect(() => signLists(folder.path, { privatePem, builtIn })).toThrow('no list')
})

test('a package without an update host looks for nothing; one with a key of another kind does not start to', () => {
  using folder = tempFolder()
  const packageFile = join(folder.path, 'package.json')
  const x25519 = generateKeyPairSync('x25519').publicKey.export({ type: 'spki', format: 'der' }).toString('base64')
  writeFileSync(packageFile, '{"name":"hearth"}')

  expect(readUpdateSource(packageFile)).toBeUndefined()
  writeFileSync(packageFile, JSON.stringify({ updates: { host: 'https://updates.test/', key: x25519 } }))
  expect(() => readUpdateSource(packageFile)).toThrow('Ed25519')
})
