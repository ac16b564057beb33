import { expect, test } from 'vitest'
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

  await language.changeLanguage('de')

  expect([before, language.t('rail:newChat')]).toEqual(['New chat', 'Neuer Chat'])
  expect(language.t('app:bytes', { value: 3_100_000_000 })).toBe('3,1 GB')
})

test('the first language of the system that is built in is shown, else English', () => {
  expect(systemLanguage(['fr-FR', 'de-AT', 'en'])).toBe('de')
  expect(systemLanguage(['fr', 'pt'])).toBe('en')
})
