import { expect, test } from 'vitest'
import { englishFile } from '../../../src-renderer/language/english-file.ts'
import { englishWords, understandWords } from '../../../src-renderer/language/language-words.ts'
import { languageFile } from '../../../src-shared/rows/language.ts'

test('the English file comes back whole: nothing is missing and nothing is a misfit', async () => {
  const file = languageFile.parse(JSON.parse(await englishFile().text()))

  const { known, total, misfits } = understandWords({ ...file, tag: 'en-GB' })

  expect([known, misfits]).toEqual([total, []])
  expect(total).toBeGreaterThan(700)
})

test('a sentence that loses a figure, or would have the page look something up, stays English and is named', () => {
  const words = {
    'settings:log.reason.downloadModel': 'Téléchargement',
    'settings:log.more': 'Voir {{count, number}} de plus',
    'rail:newChat': '$t(settings:title)',
    'errors:models.unknown': 'Il n’y a pas de modèle « {{id}} ».',
    'knowledge:number': '{{value, bytes}}',
    'status:quota': '<strong>{{used, number}}</strong> sur {{limit, number}}',
  }

  const { bundles, known, misfits } = understandWords({ tag: 'fr', words })

  expect(misfits).toEqual([
    ...['settings:log.reason.downloadModel', 'settings:log.more', 'rail:newChat', 'knowledge:number', 'status:quota'],
  ])
  expect([known, [...bundles]]).toEqual([1, [['errors', { 'models.unknown': words['errors:models.unknown'] }]]])
})

test('a language has the plural forms that are its own, and each sentence counts once', () => {
  const forms = { one: '{{count}} минута', few: '{{count}} минуты', many: '{{count}} минут', other: '{{count}} минуты' }
  const words = Object.fromEntries(Object.entries(forms).map(([form, text]) => [`settings:appLock.after_${form}`, text]))

  expect(understandWords({ tag: 'ru', words })).toMatchObject({ known: 1, misfits: [] })
  expect([...(understandWords({ tag: 'ru', words }).bundles.get('settings') ? ['settings'] : [])]).toEqual(['settings'])
  expect(understandWords({ tag: 'fr', words: { 'settings:appLock.after_few': '{{count}} x' } }).known).toBe(0)
})

test('unknown keys, and keys that are names of every object, change nothing', () => {
  const words = JSON.parse(
    '{"rail:gone": "x", "__proto__:x": "y", "rail:__proto__": "z", "constructor": "c", "rail:newChat": " "}',
  )

  expect(understandWords({ tag: 'fr', words })).toMatchObject({ known: 0, misfits: [] })
  expect(englishWords().get('rail:newChat')).toBe('New chat')
})
