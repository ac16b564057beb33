import { expect, test } from 'vitest'
import { addGerman } from '../../../src-renderer/language/add-german.ts'
import { createLanguage } from '../../../src-renderer/language/create-language.ts'
import { english } from '../../../src-renderer/language/english.ts'
import { german } from '../../../src-renderer/language/german.ts'
import { systemLanguage } from '../../../src-renderer/language/keep-language.ts'

type Tree = string | { readonly [key: string]: Tree }

const flatten = (tree: Tree, path = ''): readonly (readonly [string, string])[] =>
  typeof tree === 'string'
    ? [[path, tree]]
    : Object.entries(tree).flatMap(([key, branch]) => flatten(branch, path === '' ? key : `${path}.${key}`))

const placeholders = (words: string): readonly string[] =>
  words
    .match(/\{\{.+?\}\}/g)
    ?.map((place) => place.replace(/\s*\|.*(?=\}\})/, ''))
    .toSorted() ?? []

test('German has every key of English, with the same figures and names in it', () => {
  const inGerman = new Map(flatten(german))

  for (const [key, words] of flatten(english)) {
    expect([key, placeholders(inGerman.get(key) ?? '')]).toEqual([key, placeholders(words)])
    expect([key, inGerman.get(key)]).not.toEqual([key, ''])
  }
  expect(inGerman.size).toBe(flatten(english).length)
})

test('a language is taken while the page stands, figures included', async () => {
  const language = createLanguage()
  const before = language.t('rail:newChat')

  await addGerman(language)
  await language.changeLanguage('de')

  expect([before, language.t('rail:newChat')]).toEqual(['New chat', 'Neuer Chat'])
  expect(language.t('app:bytes', { value: 3_100_000_000 })).toBe('3,1 GB')
})

test('the first language of the system that is built in is shown, else English', () => {
  expect(systemLanguage(['fr-FR', 'de-AT', 'en'])).toBe('de')
  expect(systemLanguage(['fr', 'pt'])).toBe('en')
})

/** Names, keys of a keyboard, and words that German has from the same root: read by a person, one by one. */
const sameInBoth = [
  ...['Alt', 'CPU', 'CUDA', 'Chat', 'Chats', 'Cmd', 'Code', 'Code, {{language}}', 'Ctrl', 'Enterprise', 'Esc', 'Free', 'Pro'],
  ...['Hearth {{version}}', 'v{{version}}', 'Hybrid', 'Import', 'In', 'Metal', 'Name', 'Normal', 'Offline', 'Passphrase'],
  ...['Persona: {{name}}', 'Personas', 'Super', 'System', 'Tab', 'Terminal', 'Text', 'Threads', 'Version', 'Vulkan'],
  ...['Top K', 'Top P', 'Top k', 'Top p', 'Top-k', 'Top-p', '{{speed, bytes}}/s', 'PDF'],
  // The samples are in one language each, and so are the questions they answer.
  ...['Bis wann werden Reisekosten abgerechnet?', 'How long is the K-200 pump covered by the warranty?'],
  'When will the water be turned off?',
]

test('no sentence is left in English: what is the same in both languages was looked at', () => {
  const inGerman = new Map(flatten(german))
  const hasWords = (words: string): boolean => /\p{L}/u.test(words.replaceAll(/\{\{.*?\}\}/g, ''))

  const same = flatten(english).filter(([key, words]) => hasWords(words) && inGerman.get(key) === words)

  expect(same.filter(([, words]) => !sameInBoth.includes(words))).toEqual([])
})
