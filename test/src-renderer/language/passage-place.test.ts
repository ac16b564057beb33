import { expect, test } from 'vitest'
import { addGerman } from '../../../src-renderer/language/add-german.ts'
import { createLanguage } from '../../../src-renderer/language/create-language.ts'
import { passagePlace } from '../../../src-renderer/language/passage-place.ts'
import type { Place } from '../../../src-shared/rows/place.ts'

const places: readonly Place[] = [
  { kind: 'slide', number: 4 },
  { kind: 'sheet', name: 'Prices', row: 12, row_end: 30 },
  { kind: 'row', row: 1200, row_end: 1200 },
  { kind: 'line', line: 3, line_end: 9 },
  { kind: 'path', path: 'parts[2].name' },
  { kind: 'chapter', number: 3, title: 'Autumn' },
  { kind: 'message', number: 2, subject: 'Offer', from: 'Ann <ann@example.org>', date: null },
]

test('every place has its words in English and in German; a passage without one has none', async () => {
  const language = createLanguage()
  const all = () => [...places, null].map((place) => passagePlace(language.getFixedT(null, 'places'), place))
  const english = all()

  await addGerman(language)
  await language.changeLanguage('de')

  expect(english).toEqual([
    'slide 4',
    'Sheet ‘Prices’, rows 12–30',
    'row 1,200',
    'lines 3–9',
    'parts[2].name',
    'Chapter “Autumn”',
    'Message “Offer”, from Ann',
    '',
  ])
  expect(all()).toEqual([
    'Folie 4',
    'Blatt ‚Prices‘, Zeilen 12–30',
    'Zeile 1.200',
    'Zeilen 3–9',
    'parts[2].name',
    'Kapitel „Autumn“',
    'Nachricht „Offer“, von Ann',
    '',
  ])
})
