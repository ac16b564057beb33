import { describe, expect, test } from 'vitest'
import { Markdown } from '../../../src-renderer/markdown/markdown.tsx'
import { hostileTexts } from '../../helpers/hostile-texts.ts'
import { draw as drawElement } from '../draw.tsx'

const allowed = new Set(
  'div p h3 h4 h5 ul ol li blockquote hr figure figcaption pre code section table thead tbody tr th td strong em s a span bdi br button svg path rect line input'.split(
    ' ',
  ),
)
const attributes = /\s([^\s=>"]+)="([^"]*)"/g

const draw = (text: string): string =>
  drawElement(<Markdown text={text} citations={{ names: ['manual.pdf', 'parts.docx'], open: () => {} }} />)

describe('hostile text becomes nothing but words', () => {
  test.each(hostileTexts.map((text) => ({ text })))('$text', ({ text }) => {
    const html = draw(text)

    for (const [, tag = ''] of html.matchAll(/<\/?([a-zA-Z][^\s/>]*)/g)) expect(allowed).toContain(tag)
    const names = html.matchAll(/<[a-z][^>]*>/g).flatMap(([element]) => element.matchAll(attributes).map(([, name = '']) => name))
    for (const name of names) expect(name).not.toMatch(/^(?:on|src|srcdoc|style|action|data$)/i)
    for (const [, address = ''] of html.matchAll(/href="([^"]*)"/g)) expect(address).toMatch(/^(?:https:|mailto:)/)
  })
})

test('a picture is named and never loaded', () => {
  expect(draw('![a chart](https://example.org/chart.png)')).toContain('Picture: a chart (not loaded)')
  expect(draw('![a chart](https://example.org/chart.png)')).not.toContain('<img')
})

test('a link shows where it leads and hands nothing over', () => {
  const html = draw('[the manual](https://example.org/manual)')

  expect(html).toContain('href="https://example.org/manual"')
  expect(html).toContain('rel="noopener noreferrer nofollow"')
  expect(html).toContain('(example.org)')
})

test('a link that is no page over TLS stays readable as text', () => {
  const html = draw('[the manual](http://example.org/manual)')

  expect(html).not.toContain('<a')
  expect(html).toContain('http://example.org/manual')
})

test('only numbers of sources that exist become citations', () => {
  const html = draw('Covered [1], [2] and [1, 2], not [3] or [0].')

  expect(html.match(/class="cite"/g)).toHaveLength(4)
  expect(html).toContain('not [3] or [0].')
})

test('citations in code are code', () => {
  expect(draw('`list[1]`')).not.toContain('class="cite"')
})

test('tables, lists and code are drawn as such', () => {
  const html = draw('| a | b |\n|---|--:|\n| 1 | 2 |\n\n3. three\n4. four\n\n```ts\nconst x = 1\n```')

  expect(html).toContain('<td class="right">2</td>')
  expect(html).toContain('<ol dir="auto" start="3">')
  expect(html).toContain('aria-label="Code, ts"')
})
