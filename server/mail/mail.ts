import { createTransport } from 'nodemailer'
import type { Log } from '../log.ts'

export interface Letter {
  readonly to: string
  readonly subject: string
  readonly text: string
}

export interface Mail extends AsyncDisposable {
  /** On its way from here on: no answer waits for a mail, so none tells by its time whether there was one to write. */
  send(write: () => Promise<Letter | undefined>): void
}

export interface MailDeps {
  readonly deliver: (letter: Letter) => Promise<unknown>
  readonly log: Log
}

export function createMail({ deliver, log }: MailDeps): Mail {
  const underway = new Set<Promise<unknown>>()
  return {
    send(write) {
      const sent: Promise<unknown> = write()
        .then((letter) => letter && deliver(letter))
        .catch((error: unknown) =>
          log.error({ reason: error instanceof Error ? error.name : 'unknown' }, 'a mail could not be sent'),
        )
        .finally(() => underway.delete(sent))
      underway.add(sent)
    },
    [Symbol.asyncDispose]: async () => void (await Promise.all(underway)),
  }
}

/** `smtp://user:password@host:port`, or `smtps:`. */
export function bySmtp(url: string, from: string): MailDeps['deliver'] {
  const transport = createTransport({ url, connectionTimeout: 10_000, socketTimeout: 20_000 }, { from })
  return (letter) => transport.sendMail(letter)
}

/** With a database of its own this is no trial, and whoever reads the log must not read codes and addresses in it. */
export const byDropping =
  (log: Log): MailDeps['deliver'] =>
  async () =>
    log.warn('a mail was not sent, because SMTP_URL is not set')

/** Without a mail server what would be sent is shown to whoever started the server. */
export const byPrinting =
  (print: (text: string) => void): MailDeps['deliver'] =>
  async ({ to, subject, text }) =>
    print(`\n--- Mail, shown because SMTP_URL is not set ---\nTo: ${to}\nSubject: ${subject}\n\n${text}\n---\n`)
