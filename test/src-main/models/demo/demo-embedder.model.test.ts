import { env, type FeatureExtractionPipeline, pipeline } from '@huggingface/transformers'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { commonWords, documentWords, stopWords } from '../../../../src-main/models/demo/words/english-words.ts'
import { ensureTestModels } from '../../../helpers/models/test-models.ts'
import { createDraw } from './random-passages.ts'

type Embed = (text: string) => Promise<readonly number[]>

const dot = (a: readonly number[], b: readonly number[]): number =>
  a.reduce((sum, value, index) => sum + value * (b[index] ?? 0), 0)

describe.each([
  ['embedder', 768],
  ['embedder384', 384],
] as const)('%s', (name, dimension) => {
  let extract: FeatureExtractionPipeline

  beforeAll(async () => {
    const paths = await ensureTestModels(name)
    env.allowRemoteModels = false
    extract = await pipeline('feature-extraction', paths[name], { device: 'cpu', dtype: 'q8' })
  })

  afterAll(async () => await extract.dispose())

  const embed: Embed = async (text) => {
    const tensor = await extract(text, { pooling: 'mean', normalize: true })
    return Array.from(tensor.data, Number)
  }
  const similarity = async (a: string, b: string) => dot(await embed(a), await embed(b))

  test.each(['The lease ends in May.', 'zorblax', 'Привет мир', '日本語の文章', '😀👍🏽', 'x²≥3', ' ', '', 'a'.repeat(3000)])(
    'has %i finite numbers of length 1 for any text: %s',
    async (text) => {
      const vector = await embed(text)

      expect(vector).toHaveLength(dimension)
      expect(Math.sqrt(dot(vector, vector))).toBeCloseTo(1, 5)
    },
  )

  test('no text becomes an unknown token, whatever its script', () => {
    const texts = [
      'Ἀθῆναι',
      'Đà Nẵng',
      'ქართული',
      'ትግርኛ',
      'ᚠᚢᚦ',
      '한국어',
      '漢字かな',
      '𝔘𝔫𝔦',
      '\u{1F9D1}\u200D\u{1F680}',
      'a'.repeat(500),
      '\uD800x',
    ]

    const tokens = texts.flatMap((text) => extract.tokenizer.tokenize(text))

    expect(tokens).not.toContain('[UNK]')
  })

  test('unknown words find themselves, in any script, and not words with the same beginning', async () => {
    for (const word of ['zorblaxian', 'Kwyjibo-9', 'договор', 'συμβόλαιο', '契約書', 'AX-4711']) {
      const found = await similarity(word, `We spoke about ${word} at the meeting.`)
      const other = await similarity(word, 'We spoke about zorbing, AX-9034 and Vertrag at the meeting.')

      expect(found, word).toBeGreaterThan(0.35)
      expect(found, word).toBeGreaterThan(other + 0.15)
    }
  })

  test('the forms of a word are the same word', async () => {
    expect(await similarity('companies', 'company')).toBeGreaterThan(0.99)
    expect(await similarity('Stopped', 'stopping')).toBeGreaterThan(0.99)
    expect(await similarity('rental', 'rent')).toBeGreaterThan(0.9)
    expect(await similarity('carpet', 'car')).toBeLessThan(0.4)
  })

  test('words that say nothing do not make texts alike', async () => {
    const alike = await similarity('What is it that the tenant must do?', 'What is it that the orchid must do?')
    const sharing = await similarity('What is it that the tenant must do?', 'Every tenant pays.')

    expect(alike).toBeLessThan(0.2)
    expect(sharing).toBeGreaterThan(alike + 0.2)
  })

  test('the vector of a text does not depend on the batch it is in', async () => {
    const alone = await embed('The tenant must give notice.')
    const batch = await extract(['The tenant must give notice.', 'word '.repeat(200)], { pooling: 'mean', normalize: true })

    const first = Array.from(batch.data, Number).slice(0, dimension)

    expect(dot(alone, first)).toBeCloseTo(1, 5)
  })

  test('of 200 passages of 60 words those with the three words of a question are found: among the first five, nearly always', async () => {
    const draw = createDraw(dimension)
    const words = [...commonWords, ...documentWords].filter((word) => !stopWords.has(word.toLowerCase()))
    const passages = draw.list(200, () => draw.list(60, () => words[draw.number(words.length)] ?? ''))
    const vectors: (readonly number[])[] = []
    for (const passage of passages) vectors.push(await embed(passage.join(' ')))

    let found = 0
    for (const [index, passage] of passages.slice(0, 50).entries()) {
      const question = await embed(`What about the ${passage[7]}, the ${passage[23]} and the ${passage[41]}?`)
      const scores = vectors.map((vector) => dot(vector, question))
      if (scores.filter((score) => score > (scores[index] ?? 0)).length < 5) found++
    }

    expect(found).toBeGreaterThanOrEqual(dimension === 768 ? 47 : 40)
  })
})
