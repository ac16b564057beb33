import type { Letter } from './mail.ts'

export type LetterKind = 'verify' | 'reset'
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
  },
} as const satisfies Record<Language, Record<LetterKind, { readonly subject: string; readonly text: (code: string) => string }>>

export interface LetterContent {
  readonly to: string
  readonly code: string
  readonly language: Language
}

export function writeLetter(kind: LetterKind, { to, code, language }: LetterContent): Letter {
  const { subject, text } = words[language][kind]
  return { to, subject, text: text(code) }
}

/** The first language of `Accept-Language`. */
export const languageOf = (header: string | undefined): Language => (/^\s*de\b/i.test(header ?? '') ? 'de' : 'en')
