import { afterAll, describe, expect, test } from 'vitest'
import { noPassagesAnswer, thought } from '../../../../src-main/models/demo/fixed-texts.ts'
import { questionTurn } from '../../../../src-shared/retrieval/build-prompt.ts'
import { ask, openModel } from '../../../helpers/models/open-model.ts'
import { ensureTestModels } from '../../../helpers/models/test-models.ts'
import { createDraw, passageKinds, sentenceWith } from './random-passages.ts'

const { demo } = await ensureTestModels('demo')
const model = await openModel(demo)

afterAll(async () => await model[Symbol.asyncDispose]())

const prompt = (question: string, passages: readonly string[]): string =>
  questionTurn({ question, sources: passages.map((text) => ({ text })), searched: true })

const answerTo = async (question: string, passages: readonly string[], systemPrompt?: string) => {
  using session = model.converse(systemPrompt === undefined ? {} : { systemPrompt })
  return await ask(session, prompt(question, passages))
}

const lease = [
  'The deposit is two months of rent. It is paid back within six weeks after the end of the lease.',
  'The tenant must give three months notice. The landlord may give notice only for a good reason.',
  'Dogs may live in the house if the neighbours agree. Mr. Smith of No. 7 keeps the list of pets.',
  'The heating is repaired by the owner. Water damage must be reported on the same day.',
  'Smoking is not allowed in the garage. Bicycles are kept in the cellar.',
]

describe('a question with passages', () => {
  test.each([
    ['Which notice must the tenant give?', 'The tenant must give three months notice. [2]'],
    ['Are dogs allowed in the house?', 'Dogs may live in the house if the neighbours agree. [3]'],
    ['Who keeps the list of pets?', 'Mr. Smith of No. 7 keeps the list of pets. [3]'],
    ['Who repairs the heating?', 'The heating is repaired by the owner. [4]'],
    ['What about water damage?', 'Water damage must be reported on the same day. [4]'],
    ['Where are bicycles kept?', 'Bicycles are kept in the cellar. [5]'],
    ['How large is the deposit in months of rent?', 'The deposit is two months of rent. [1]'],
  ])('%s', async (question, expected) => {
    const reply = await answerTo(question, lease)

    expect(reply).toEqual({ text: expected, thought: '', stopReason: 'eogToken' })
  })

  test('without a common word the first sentence is quoted, not a mixture of all', async () => {
    const { text } = await answerTo('Quarks?', lease)

    expect(text).toBe('The deposit is two months of rent. [1]')
  })

  test('all twenty passage numbers can be cited', async () => {
    const draw = createDraw(20)
    const passages = Array.from({ length: 20 }, (_, index) => sentenceWith(draw, index === 19 ? 'kitchen' : 'oxygen', 6))

    const { text } = await answerTo('kitchen', passages)

    expect(text).toBe(`${passages[19]} [20]`)
  })
})

describe('a passage of one sentence is quoted to the last character', () => {
  test.each(Object.keys(passageKinds).flatMap((kind) => [1, 3, 4].map((seed) => ({ kind, seed }))))(
    '$kind, seed $seed',
    async ({ kind, seed }) => {
      const draw = createDraw(seed)
      const passage = `The ${passageKinds[kind]?.(draw, 4 + draw.number(seed * 10))}`
      const others = draw.list(draw.number(4), () => sentenceWith(draw, 'window', 8))
      const systemPrompt = draw.list(draw.number(60), () => 'rule').join(' ')

      const reply = await answerTo('', [passage, ...others], systemPrompt)

      expect(reply).toEqual({ text: `${passage} [1]`, thought: '', stopReason: 'eogToken' })
    },
  )
})

test.each(Array.from({ length: 8 }, (_, index) => index))(
  'among long passages the one with the keyword is quoted whole, seed %i',
  async (seed) => {
    const draw = createDraw(100 + seed)
    const passages = draw.list(5, () => sentenceWith(draw, 'oxygen', 20 + draw.number(60)))
    const target = draw.number(5)
    passages[target] = sentenceWith(draw, 'mortgage', 20 + draw.number(40))

    const { text } = await answerTo('What about the mortgage?', passages)

    expect(text).toBe(`${passages[target]} [${target + 1}]`)
  },
)

test('at the end of a nearly full context the quotation is still exact', async () => {
  const draw = createDraw(7)
  const systemPrompt = draw.list(1300, () => 'rule').join(' ')
  const passages = draw.list(5, () => sentenceWith(draw, 'oxygen', 190))
  passages[3] = sentenceWith(draw, 'mortgage', 60)

  const { text } = await answerTo('What about the mortgage?', passages, systemPrompt)

  expect(text).toBe(`${passages[3]} [4]`)
})

describe('conversations', () => {
  test('without passages it says what it is, also after a turn that had some', async () => {
    using session = model.converse()

    const turns = [
      await ask(session, 'Hello'),
      await ask(session, prompt('Who repairs the heating?', lease)),
      await ask(session, 'Thanks'),
    ]

    expect(turns.map(({ text }) => text)).toEqual([
      noPassagesAnswer.join(''),
      'The heating is repaired by the owner. [4]',
      noPassagesAnswer.join(''),
    ])
  })

  test.each([1, 2, 3, 4])('each turn quotes its own passages though earlier ones have the same word, seed %i', async (seed) => {
    const draw = createDraw(200 + seed)
    using session = model.converse({ systemPrompt: 'Be brief.' })
    for (let turn = 0; turn < 4; turn++) {
      const passages = draw.list(3, () => sentenceWith(draw, 'oxygen', 10))
      const target = draw.number(3)
      passages[target] = sentenceWith(draw, 'mortgage', 12)

      const { text } = await ask(session, prompt('mortgage?', passages))

      expect(text).toBe(`${passages[target]} [${target + 1}]`)
    }
  })
})

test('the thinking file thinks first, quotes the same, and answers at once when discouraged', async () => {
  const { demoThinking } = await ensureTestModels('demoThinking')
  await using thinking = await openModel(demoThinking)
  const question = prompt('Who repairs the heating?', lease)
  const quotation = 'The heating is repaired by the owner. [4]'

  using session = thinking.converse()
  const replies = [await ask(session, question), await ask(session, 'Thanks')]
  session.dispose()
  using direct = thinking.converse({ thoughts: 'discourage' })
  const discouraged = await ask(direct, question)

  expect(replies).toEqual([
    { text: `\n\n${quotation}`, thought: thought.join('').trim(), stopReason: 'eogToken' },
    { text: `\n\n${noPassagesAnswer.join('')}`, thought: thought.join('').trim(), stopReason: 'eogToken' },
  ])
  expect(discouraged.text.trim()).toBe(quotation)
})
