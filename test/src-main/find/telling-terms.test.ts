import { expect, test } from 'vitest'
import { tellingTerms } from '../../../src-main/find/telling-terms.ts'
import { findTerms } from '../../../src-shared/find/find-terms.ts'

test('of a whole paragraph twelve words are looked for, the longest, in their order; a short question stays as it is', () => {
  const paragraph = Array.from({ length: 200 }, (_, at) => 'x'.repeat(1 + (at % 30)))
    .join(' ')
    .concat(' ')

  const terms = tellingTerms(findTerms(paragraph))

  expect(terms).toHaveLength(12)
  expect(terms[0]).toMatchObject({ words: ['x'.repeat(19)] })
  expect(tellingTerms(findTerms('the harbour the '))).toHaveLength(2)
})
