import { makePassages } from './bench-texts.ts'

/** Every class of question that a field for searching meets, two or more of each. */
export const queryClasses: Readonly<Record<string, readonly string[]>> = {
  'stop words': ['the of', 'the', 'after the'],
  'one letter': ['a', 't', 'w'],
  'two letters': ['wa', 'th'],
  words: ['harbour engine', 'warranty before the winter', 'teacher river battery bridge'],
  'a rare word': ['Qbabababade', 'Rule 71'],
  CJK: ['保修', '的', '保修期', '请问保修期是多久'],
  quotes: ['"of the harbour"', '"the of the of"', '"under the lower deck'],
  operators: ['NEAR(a b', 'a AND OR NOT', 'title:the*', '-the (', "'; --"],
  '200 words': [200, 201].map((seed) => makePassages(5, seed).join(' ').split(' ').slice(0, 200).join(' ').slice(0, 990)),
}

const chinese = ['保修期从购买之日起两年。', '请把机器的水箱装满。', '租金每月的第三天支付。', '茶叶合作社的会议在五月。']

/** English and, every fifth, Chinese texts, each with words of its own. */
export const mixedTexts = (count: number): readonly string[] =>
  makePassages(count).map((text, at) => (at % 5 === 0 ? `${chinese[at % 4] ?? ''}${chinese[(at + 1) % 4] ?? ''} ${at}` : text))
