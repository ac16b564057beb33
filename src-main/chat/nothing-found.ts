import { nothingFound } from '../../src-shared/retrieval/build-prompt.ts'

const sentences: Readonly<Record<string, string>> = {
  en: nothingFound,
  de: 'In deinen Dokumenten steht keine Antwort darauf.',
}

/** What the app itself answers, in the language of its window: `system` is that of this machine. English for one that it has no sentence in. */
export function nothingFoundIn(language: string, ofMachine = Intl.DateTimeFormat().resolvedOptions().locale): string {
  const [tongue = 'en'] = (language === 'system' ? ofMachine : language).split('-')
  return sentences[tongue] ?? nothingFound
}
