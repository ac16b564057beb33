import { expect, test } from 'vitest'
import { parseMarkdown } from '../../../../src-main/knowledge/parse/parse-markdown.ts'

const headingsOf = (text: string): string[] => parseMarkdown(text).headings.map(({ level, text: title }) => `${level} ${title}`)

test('both kinds of headings are found, with closing signs and inline marks taken off', () => {
  expect(
    headingsOf('# One #\n\nTwo *words*\n=====\n\ntext\n\nThree\n---\n\n### `code` and [link](http://x.y/) ###\n#no\n####### no'),
  ).toEqual(['1 One', '1 Two words', '2 Three', '3 code and link'])
})

test('signs inside fences, comments and indented code are no headings', () => {
  const text = '```sh\n# comment\n```\n~~~\n# other\n```\n# still\n~~~\n<!--\n# hidden\n-->\n    # indented\n- item\n---\n# Real'

  expect(headingsOf(text)).toEqual(['1 Real'])
})

test('the kept text is the file itself, newlines included, and offsets point into it', () => {
  const text = '---\ntitle: "The manual"\n---\r\nIntro\r\n\r\n## Part\r\nText'
  const parsed = parseMarkdown(text)

  expect(parsed.text).toBe(text)
  expect(parsed.title).toBe('The manual')
  expect(text.slice(parsed.headings[0]?.start).startsWith('## Part')).toBe(true)
})

test('code and tables are told as blocks, an unclosed fence to the end', () => {
  const text = 'a\n```js\nx\n```\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n~~~\nopen'
  const { blocks } = parseMarkdown(text)

  expect(blocks.map(({ kind, start, end }) => [kind, text.slice(start, end)])).toEqual([
    ['code', '```js\nx\n```'],
    ['table', '| a | b |\n|---|---|\n| 1 | 2 |'],
    ['code', '~~~\nopen'],
  ])
})

test('without front matter the first heading is the title', () => {
  expect(parseMarkdown('text\n\n## Start here\n').title).toBe('Start here')
  expect(parseMarkdown('text').title).toBeNull()
})
