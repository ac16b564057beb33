import { createTransport } from 'nodemailer'
import { type Log, reasonOf } from '../log.ts'

export interface Letter {
  readonly to: string
  readonly subject: string
  readonly text: string
}

export interface Mail extends AsyncDisposable {
  /** On its way from here on: no answer waits for a mail, so none tells by its time whether there was one to write. */
  send(write: () => Promise<Letter | undefined>): void
  /** The same, until it went or was given up: whoever writes many waits before the next ones. */
  deliver(write: () => Promise<Letter | undefined>): Promise<void>
}

export interface MailDeps {
  readonly deliver: (letter: Letter) => Promise<unknown>
  readonly log: Log
}

export function createMail({ deliver, log }: MailDeps): Mail {
  const underway = new Set<Promise<void>>()
  const start: Mail['deliver'] = (write) => {
    const sent = write()
      .then(async (letter) => void (letter && (await deliver(letter))))
      .catch((error: unknown) => log.error({ reason: reasonOf(error) }, 'a mail could not be sent'))
      .finally(() => underway.delete(sent))
    underway.add(sent)
    return sent
  }
  return {
    send: (write) => void start(write),
    deliver: start,
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
