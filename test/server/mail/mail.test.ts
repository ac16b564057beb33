import { expect, test } from 'vitest'
import { writeLetter } from '../../../server/mail/letters.ts'
import { byPrinting, bySmtp, createMail } from '../../../server/mail/mail.ts'
import { catchMail } from '../../helpers/server/catch-mail.ts'
import { logTo, silentLog } from '../../helpers/server/silent-log.ts'

const letter = writeLetter('reset', { to: 'ä.mann@example.org', code: 'CODE-1', language: 'de' })

test('a letter goes over SMTP, and the server does not end before it has', async () => {
  await using server = await catchMail()
  const mail = createMail({ deliver: bySmtp(server.url, 'Hearth <no-reply@example.org>'), log: silentLog })

  mail.send(async () => letter)
  await mail[Symbol.asyncDispose]()

  expect(server.messages).toHaveLength(1)
  expect(server.messages[0]).toMatch(/^From: Hearth <no-reply@example\.org>$/m)
  expect(server.messages[0]).toContain('CODE-1')
})

test('where there is nothing to send nothing is sent', async () => {
  await using server = await catchMail()
  const mail = createMail({ deliver: bySmtp(server.url, 'a@example.org'), log: silentLog })

  mail.send(async () => undefined)
  await mail[Symbol.asyncDispose]()

  expect(server.messages).toEqual([])
})

test('a mail server that is away is written down without the address or the code', async () => {
  const lines: string[] = []
  const log = logTo((line) => void lines.push(line), 'info')
  const mail = createMail({ deliver: bySmtp('smtp://127.0.0.1:1', 'a@example.org'), log })

  mail.send(async () => letter)
  await mail[Symbol.asyncDispose]()

  expect(lines.join('')).toContain('a mail could not be sent')
  expect(lines.join('')).not.toMatch(/example\.org|CODE-1/)
})

test('without a mail server it is shown to whoever started the server', async () => {
  const printed: string[] = []

  await byPrinting((text) => void printed.push(text))(letter)

  expect(printed.join('')).toMatch(/SMTP_URL is not set[\s\S]*To: ä\.mann@example\.org[\s\S]*CODE-1/)
})
