import { expect, test } from 'vitest'
import { addGerman } from '../../../src-renderer/language/add-german.ts'
import { createLanguage } from '../../../src-renderer/language/create-language.ts'
import { wordsOf } from '../../../src-renderer/language/words-of.ts'

test('a feature has the same words at each asking, so that what is made of them is kept', () => {
  const words = wordsOf(createLanguage())

  expect(words.of('rail')).toBe(words.of('rail'))
  expect(words.of('rail')).not.toBe(words.of('thread'))
})

test('a phrase is found once; one with figures is made anew', () => {
  const language = createLanguage()
  const asked: string[] = []
  const process = (words: string, keys: string | readonly string[]): string => {
    asked.push(...[keys].flat())
    return words
  }
  language.use({ type: 'postProcessor', name: 'asked', process })
  Object.assign(language.options, { postProcess: 'asked' })
  const t = wordsOf(language).of('rail')

  expect([t('newChat'), t('newChat')]).toEqual(['New chat', 'New chat'])
  expect([t('more', { title: 'One' }), t('more', { title: 'Two' })]).toEqual(['More about One', 'More about Two'])
  expect(asked).toEqual(['newChat', 'more', 'more'])
})

test('another language has other words', async () => {
  const language = createLanguage()
  const english = wordsOf(language).of('rail')('newChat')
  await addGerman(language)
  await language.changeLanguage('de')

  expect([english, wordsOf(language).of('rail')('newChat')]).toEqual(['New chat', 'Neuer Chat'])
})
