import type { Letter } from './mail.ts'

export type LetterKind = 'verify' | 'reset' | 'change'
/** Letters without a code: they only tell what happens to an account. */
export type NoticeKind = 'change_asked' | 'changed'
export type Language = 'en' | 'de'

const words = {
  en: {
    verify: {
      subject: 'Confirm your e-mail address',
      text: (code: string) =>
        `Welcome to Hearth.\n\nConfirm this e-mail address with this code, within two days:\n\n${code}\n\nYou did not sign up? Then ignore this mail.`,
    },
    reset: {
      subject: 'Choose a new password',
      text: (code: string) =>
        `Choose a new password with this code, within half an hour:\n\n${code}\n\nYou did not ask for it? Then ignore this mail; your password stays as it is.`,
    },
    change: {
      subject: 'Confirm your new e-mail address',
      text: (code: string) =>
        `Use this e-mail address for your Hearth account with this code, within two hours:\n\n${code}\n\nYou have no account, or did not ask for it? Then ignore this mail.`,
    },
  },
  de: {
    verify: {
      subject: 'E-Mail-Adresse bestätigen',
      text: (code: string) =>
        `Willkommen bei Hearth.\n\nBestätige diese E-Mail-Adresse innerhalb von zwei Tagen mit diesem Code:\n\n${code}\n\nDu hast dich nicht angemeldet? Dann beachte diese E-Mail nicht.`,
    },
    reset: {
      subject: 'Neues Passwort wählen',
      text: (code: string) =>
        `Wähle innerhalb einer halben Stunde mit diesem Code ein neues Passwort:\n\n${code}\n\nDu hast nicht darum gebeten? Dann beachte diese E-Mail nicht; dein Passwort bleibt, wie es ist.`,
    },
    change: {
      subject: 'Neue E-Mail-Adresse bestätigen',
      text: (code: string) =>
        `Verwende diese E-Mail-Adresse innerhalb von zwei Stunden mit diesem Code für dein Konto bei Hearth:\n\n${code}\n\nDu hast kein Konto oder nicht darum gebeten? Dann beachte diese E-Mail nicht.`,
    },
  },
} as const satisfies Record<Language, Record<LetterKind, { readonly subject: string; readonly text: (code: string) => string }>>

const notices = {
  en: {
    change_asked: {
      subject: 'Somebody wants to change your e-mail address',
      text: 'Somebody who knows your password asked to use another e-mail address for your Hearth account.\n\nIt was not you? Then choose a new password now: the change can no longer be made after that.',
    },
    changed: {
      subject: 'Your e-mail address was changed',
      text: 'Your Hearth account uses another e-mail address from now on. Hearth sends nothing more to this one.\n\nIt was not you? Then write to whoever runs this server.',
    },
  },
  de: {
    change_asked: {
      subject: 'Jemand möchte deine E-Mail-Adresse ändern',
      text: 'Jemand, der dein Passwort kennt, möchte für dein Konto bei Hearth eine andere E-Mail-Adresse verwenden.\n\nDas warst nicht du? Dann wähle jetzt ein neues Passwort: Danach ist die Änderung nicht mehr möglich.',
    },
    changed: {
      subject: 'Deine E-Mail-Adresse wurde geändert',
      text: 'Dein Konto bei Hearth verwendet ab jetzt eine andere E-Mail-Adresse. An diese hier schickt Hearth nichts mehr.\n\nDas warst nicht du? Dann schreibe denen, die diesen Server betreiben.',
    },
  },
} as const satisfies Record<Language, Record<NoticeKind, { readonly subject: string; readonly text: string }>>

export interface LetterContent {
  readonly to: string
  readonly code: string
  readonly language: Language
}

export function writeLetter(kind: LetterKind, { to, code, language }: LetterContent): Letter {
  const { subject, text } = words[language][kind]
  return { to, subject, text: text(code) }
}

export const writeNotice = (kind: NoticeKind, { to, language }: Omit<LetterContent, 'code'>): Letter => ({
  to,
  ...notices[language][kind],
})

/** The first language of `Accept-Language`. */
export const languageOf = (header: string | undefined): Language => (/^\s*de\b/i.test(header ?? '') ? 'de' : 'en')
