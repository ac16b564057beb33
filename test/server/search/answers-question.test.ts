import { expect, test } from 'vitest'
import { answersQuestion } from '../../../server/search/answers-question.ts'
import { newId } from '../../../src-shared/ids.ts'

const result = (content: string, vector?: number) => ({
  ...{ document_id: newId(), position: 0, content, score: 1, scores: vector === undefined ? {} : { vector } },
  metadata: { source: 'kettles.txt', category: null, tags: [], importance: 0.5, created_at: '', updated_at: '' },
})

test.for<readonly [string, string, ReturnType<typeof result>[], boolean]>([
  ['nothing', 'How long is the warranty?', [], false],
  ['the nearest of what is all far away', 'How long is the warranty?', [result('Herons sleep on one leg.', 0.12)], false],
  ['what is near and has its words', 'How long is the warranty?', [result('The warranty lasts three years.', 0.5)], true],
  [
    'another product than the one that is named',
    'How long is the warranty of the K-300?',
    [result('K-250: warranty 3 years', 0.7)],
    false,
  ],
  ['words alone, most of them', 'warranty kettle', [result('Kettle and warranty.')], true],
  ['words alone, hardly any', 'warranty kettle steel handle colour', [result('A handle.')], false],
])('%s answers as much as it does', ([, query, results, expected]) => {
  expect(answersQuestion(query, results)).toBe(expected)
})
