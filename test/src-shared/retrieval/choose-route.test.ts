import { expect, test } from 'vitest'
import { chooseRoute } from '../../../src-shared/retrieval/choose-route.ts'

test.each([
  ['"liability is limited to"', 'exact'],
  ['settings.py', 'exact'],
  ['INV-2024-0017', 'exact'],
  ['error 0x80070057', 'exact'],
  ['refund policy', 'hybrid'],
  ['notice period flat', 'hybrid'],
  ['How long is the notice period?', 'hybrid'],
  ['what happens when the tenant moves out early', 'hybrid'],
  ['What does SECURE_HSTS_SECONDS do?', 'hybrid'],
  ['退款政策是什么？', 'hybrid'],
] as const)('%s is looked for by the %s route', (query, route) => {
  expect(chooseRoute(query, 'auto')).toMatchObject({ route, reason: expect.stringMatching(/\w+ \w+/) })
})

test('a question counts meaning more than words, keywords count both alike', () => {
  const question = chooseRoute('Why was the meeting moved to Friday?', 'auto').weights
  const keywords = chooseRoute('meeting friday', 'auto').weights

  expect(question.vector).toBeGreaterThan(question.exact)
  expect(keywords.vector).toBe(keywords.exact)
})

test('a route that was asked for is taken', () => {
  expect(chooseRoute('settings.py', 'vector').route).toBe('vector')
  expect(chooseRoute('How long is the notice period?', 'exact').route).toBe('exact')
})
