import { createSeededRandom } from '../../../../src-main/models/demo/seeded-random.ts'
import { commonWords, documentWords } from '../../../../src-main/models/demo/words/english-words.ts'

/** What the tests ask for is in no passage by chance. */
const words = [...commonWords, ...documentWords].filter(
  (word) => /^[a-z]{4,}$/.test(word) && !/oxygen|mortgage|kitchen/.test(word),
)
const scripts = [
  'größe straße über',
  'être déjà où ça',
  'договор аренда срок',
  'ενοίκιο συμβόλαιο',
  '契約 家賃 期限',
  'عقد إيجار',
  'किराया अनुबंध',
  '😀 👍🏽 🏠',
]
const punctuation = ['(see [2])', 'e.g.', '—', '“quoted”', "don't", '100%', '§ 4', 'a/b', '#1', '{x}', '…', 'C:\\temp', 'x = y;']

export interface Draw {
  number(below: number): number
  one<T>(items: readonly [T, ...T[]]): T
  list<T>(length: number, make: () => T): T[]
}

export function createDraw(seed: number): Draw {
  const random = createSeededRandom(seed)
  const number = (below: number) => Math.floor(random() * below)
  return {
    number,
    one: (items) => items[number(items.length)] ?? items[0],
    list: (length, make) => Array.from({ length }, make),
  }
}

const pick = (draw: Draw, items: readonly string[]): string => items[draw.number(items.length)] ?? ''
const word = (draw: Draw): string => pick(draw, words)
const invented = (draw: Draw): string =>
  draw.list(2 + draw.number(3), () => pick(draw, ['zo', 'bla', 'qwi', 'ner', 'tuf', 'ix', 'ga'])).join('')

/** One sentence (as the model sees it: nothing in it looks like the end of one) of some kind of difficult text. */
export type PassageKind = (draw: Draw, length: number) => string

export const passageKinds: Readonly<Record<string, PassageKind>> = {
  'words, some of them invented': (draw, length) =>
    draw.list(length, () => (draw.number(5) === 0 ? invented(draw) : word(draw))).join(' '),
  'few words again and again': (draw, length) => {
    const few = draw.list(1 + draw.number(3), () => word(draw))
    return draw.list(length, () => pick(draw, few)).join(' ')
  },
  'one word only': (_, length) => Array.from({ length }, () => 'the').join(' '),
  numbers: (draw, length) => draw.list(length, () => String(draw.number(10 ** (1 + draw.number(6))))).join(' '),
  'seven scripts and emoji': (draw, length) => draw.list(Math.ceil(length / 2), () => pick(draw, scripts)).join(' '),
  code: (draw, length) =>
    draw.list(Math.ceil(length / 3), () => `const ${word(draw)} = ${word(draw)}(${draw.number(99)});`).join(' '),
  punctuation: (draw, length) => draw.list(length, () => (draw.number(3) === 0 ? pick(draw, punctuation) : word(draw))).join(' '),
}

/** A sentence that only this word tells from others. */
export const sentenceWith = (draw: Draw, keyword: string, length: number): string => {
  const body = draw.list(length, () => word(draw))
  return `The ${[...body.slice(0, length >> 1), keyword, ...body.slice(length >> 1)].join(' ')}.`
}
