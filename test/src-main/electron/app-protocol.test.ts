import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { contentPolicy } from '../../../src-main/core/page-files.ts'
import { createPageProtocol } from '../../../src-main/electron/app-protocol.ts'
import { type TempFolder, tempFolder } from '../../helpers/temp-folder.ts'

test('the page and its files come with their kind and under the policy', async () => {
  using folder = pageInFolder()
  const get = createPageProtocol(join(folder.path, 'page'))

  const [page, style] = await Promise.all(['/', '/assets/a%20b.css'].map((path) => get(request(`hearth-app://page${path}`))))

  expect([page?.status, await page?.text(), page?.headers.get('content-type')]).toEqual([200, 'page', 'text/html; charset=utf-8'])
  expect([style?.status, style?.headers.get('content-type')]).toEqual([200, 'text/css; charset=utf-8'])
  for (const answer of [page, style]) expect(answer?.headers.get('content-security-policy')).toBe(contentPolicy)
  expect(page?.headers.get('x-content-type-options')).toBe('nosniff')
})

test('the policy allows no script or style but our files, and nothing from elsewhere', () => {
  expect(contentPolicy).not.toMatch(/unsafe-inline|unsafe-eval(?<!wasm-unsafe-eval)|https?:|\*/)
  expect(contentPolicy).toMatch(/^default-src 'none'; /)
})

test.each([
  '/../secret',
  '/..%2fsecret',
  '/%2e%2e/secret',
  '/%2e%2e%2fsecret',
  '/assets/../../secret',
  '/assets/%2e%2e/%2e%2e/secret',
  '/..%5csecret',
  '/%00',
  '/assets',
  '/%E0%A4%A',
  '//secret',
])('%s names no file of the page', async (path) => {
  using folder = pageInFolder()
  const get = createPageProtocol(join(folder.path, 'page'))

  const answer = await get(request(`hearth-app://page${path}`))

  expect([answer.status, await answer.text()]).toEqual([404, 'Not found'])
  expect(answer.headers.get('content-security-policy')).toBe(contentPolicy)
})

test('another host of the scheme, and any method but reading, gets nothing', async () => {
  using folder = pageInFolder()
  const get = createPageProtocol(join(folder.path, 'page'))

  const answers = await Promise.all([
    get(request('hearth-app://other/index.html')),
    get({ url: 'hearth-app://page/index.html', method: 'POST' }),
    get(request('file:///index.html')),
  ])

  expect(answers.map(({ status }) => status)).toEqual([404, 404, 404])
})

const request = (url: string) => ({ url, method: 'GET' })

function pageInFolder(): TempFolder {
  const folder = tempFolder()
  mkdirSync(join(folder.path, 'page', 'assets'), { recursive: true })
  writeFileSync(join(folder.path, 'secret'), 'secret')
  writeFileSync(join(folder.path, 'page', 'index.html'), 'page')
  writeFileSync(join(folder.path, 'page', 'assets', 'a b.css'), 'a {}')
  return folder
}
