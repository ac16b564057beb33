import { expect, test } from 'vitest'
import { createDeepLinks, linkAmong, readDeepLink } from '../../../src-main/electron/deep-link.ts'
import { shellWords } from '../../../src-main/electron/shell-words.ts'
import type { WindowRequest } from '../../../src-shared/desktop/window.ts'
import { FakeDialog } from '../../helpers/fake-electron.ts'

const id = '01890a5d-ac96-774b-bcce-b302099a8057'
const known = [`hearth://chat/${id}`, 'hearth://page/models', 'hearth://page/settings', 'hearth://new?text=What%20is%20it%3F']
const hostile: readonly string[] = [
  ...['hearth://', 'hearth:', 'hearth:///', 'hearth://chat', 'hearth://chat/', 'hearth://chat/../..', `hearth://chat/${id}/x`],
  ...[
    `hearth://chat/${id}?send=1`,
    `hearth://chat/${id}#x`,
    `hearth://user@chat/${id}`,
    `hearth://u:p@chat/${id}`,
    `hearth://chat:1/${id}`,
  ],
  ...["hearth://chat/'; DROP TABLE messages", 'hearth://chat/%00', 'hearth://chat/1', 'hearth://chat/*'],
  ...[
    'hearth://page',
    'hearth://page/',
    'hearth://page/models/../settings/x',
    'hearth://page/unknown',
    'hearth://page/models?x=1',
  ],
  ...['hearth://page/settings#network', 'hearth://page//settings', 'hearth://page/Settings', 'hearth://page/file:///etc/passwd'],
  ...[
    'hearth://new',
    'hearth://new?',
    'hearth://new?text=',
    'hearth://new?text=%20',
    'hearth://new?text=a&send=true',
    'hearth://new?text=a&text=b',
  ],
  ...[
    'hearth://new?send=true',
    'hearth://new/x?text=a',
    'hearth://new?text=%00',
    'hearth://new?text=a%1bb',
    'hearth://new?text=%E2%80%AEa',
  ],
  ...[
    'hearth://new?text=a%0D%0Ab',
    'hearth://new?text=a%EF%BB%BFb',
    `hearth://new?text=${'a'.repeat(2100)}`,
    'hearth://new?path=/etc/passwd',
  ],
  ...['hearth://import?path=/etc', 'hearth://download?url=https://x', 'hearth://open?file=/etc/passwd', 'hearth://run?cmd=calc'],
  ...[
    'hearth://settings?offline=false',
    'hearth://set/offline/false',
    'hearth://model/add?url=https://x',
    'hearth://install',
    'hearth://quit',
  ],
  ...[
    'https://example.org',
    'file:///etc/passwd',
    'javascript:alert(1)',
    'hearth-app://page/',
    'hearthx://chat',
    '--data=/tmp',
    '',
    'x',
  ],
]

function linksWith(press: number) {
  const [dialog, performed] = [new FakeDialog(), [] as WindowRequest[]]
  dialog.response = press
  const follow = createDeepLinks({
    ask: dialog.ask,
    words: () => shellWords('en'),
    perform: (request) => void performed.push(request),
  })
  return { dialog, performed, follow }
}

test('of over fifty links that want something else none does anything, even when every question is answered with yes', async () => {
  const { dialog, performed, follow } = linksWith(0)

  for (const link of hostile) await follow(link)

  expect(hostile.length).toBeGreaterThanOrEqual(50)
  expect(hostile.filter((link) => readDeepLink(link) !== undefined)).toEqual([])
  expect([performed, dialog.asked.length]).toEqual([[], hostile.length])
  expect(new Set(dialog.asked.map(({ buttons }) => buttons?.length))).toEqual(new Set([1]))
})

test('a link that is understood does nothing until the person said yes, and Enter means no', async () => {
  const declined = linksWith(1)
  const agreed = linksWith(0)

  for (const link of known) {
    await declined.follow(link)
    await agreed.follow(link)
  }

  expect([declined.dialog.asked.length, declined.performed]).toEqual([known.length, []])
  expect(declined.dialog.asked.map(({ defaultId, cancelId }) => [defaultId, cancelId])).toEqual(known.map(() => [1, 1]))
  expect(agreed.performed).toEqual([
    { kind: 'chat', conversation_id: id },
    { kind: 'page', page: 'models' },
    { kind: 'page', page: 'settings' },
    { kind: 'question', text: 'What is it?' },
  ])
})

test('while one link asks, a hundred more are dropped: nobody is buried in questions', async () => {
  const { dialog, performed, follow } = linksWith(0)
  const answered = Promise.withResolvers<void>()
  dialog.hold = answered.promise

  const first = follow(known[0] ?? '')
  await Promise.all(Array.from({ length: 100 }, () => follow(known[1] ?? '')))
  answered.resolve()
  await first

  expect([dialog.asked.length, performed.length]).toEqual([1, 1])
})

test('only the last word of a command line is a link: what a link brings along is no switch', () => {
  expect(linkAmong(['hearth', '--', 'hearth://page/models'])).toBe('hearth://page/models')
  expect(linkAmong(['hearth', 'HEARTH://page/models'])).toBe('HEARTH://page/models')
  for (const line of [['hearth', 'hearth://page/models', '--x'], ['hearth'], [], ['hearth', 'https://example.org']])
    expect(linkAmong(line)).toBeUndefined()
})
