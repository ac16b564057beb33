import { expect, test } from 'vitest'
import { parseHtml } from '../../../../src-main/knowledge/parse/parse-html.ts'
import { parseBytes } from './parse-bytes.ts'

const { signal } = new AbortController()
const prose = 'The pump moves water from the well to the house, and it runs on the current of the roof. '.repeat(12)

test('navigation, scripts and link signs go, headings and text stay, in any page', () => {
  const { text, headings, title } = parseHtml(
    `<html><head><title>Pump - Handbook</title><style>p{}</style></head><body><nav><a href="/">Home</a></nav>
     <h1>Pump<a class="headerlink" href="#p">¶</a></h1><p>First &amp; second&nbsp;line.<br>Third</p><script>alert(1)</script>
     <ul class="toctree"><li><a href="a">One</a></li></ul><h2>Care</h2><p>Oil   it\n daily.</p></body></html>`,
    signal,
  )

  expect(text).toBe('Pump\n\nFirst & second line.\nThird\n\nCare\n\nOil it daily.')
  expect(headings).toEqual([
    { level: 1, text: 'Pump', start: 0 },
    { level: 2, text: 'Care', start: text.indexOf('Care') },
  ])
  expect(title).toBe('Pump')
})

test('code keeps its white space and is told as a block', () => {
  const { text, blocks } = parseHtml('<p>See</p><pre>\n<code>if x:\n    run( )\r\n</code></pre><p>End</p>', signal)

  expect(text).toBe('See\n\nif x:\n    run( )\n\nEnd')
  expect(blocks.map(({ kind, start, end }) => [kind, text.slice(start, end)])).toEqual([['code', 'if x:\n    run( )']])
})

test('a table of values gives a row a line and keeps empty cells; a table that only arranges gives its blocks', () => {
  const values = parseHtml(
    '<table><tr><th>Name</th><th>Size</th></tr><tr><td><p>a</p><p>b</p></td><td></td><td>3</td></tr></table>',
    signal,
  )
  const layout = parseHtml(
    '<table><tr><td class="linenos"><pre>1\n2</pre></td><td><pre>x = 1\ny = 2</pre></td></tr></table>',
    signal,
  )

  expect(values.text).toBe('Name\tSize\na b\t\t3')
  expect(values.blocks).toEqual([{ kind: 'table', start: 0, end: values.text.length }])
  expect(layout.text).toBe('x = 1\ny = 2')
})

test('lists keep marks, numbers and nesting', () => {
  const { text } = parseHtml('<ul><li><p>a</p><ol start="3"><li>b</li><li>c</li></ol></li><li>d</li></ul>', signal)

  expect(text).toBe('- a\n  3. b\n  4. c\n- d')
})

test('an article loses its sidebar, and never its tables or code', () => {
  const page = (extra: string) =>
    `<html><body><div class="menu-left">${'<p>Teaser of another story without links. </p>'.repeat(2)}</div>
     <div class="story"><h1>Pump</h1><p>${prose}</p><p>${prose}</p></div>${extra}</body></html>`

  expect(parseHtml(page('<div class="x"><pre>value = 1</pre></div>'), signal).text).toContain('value = 1')
  expect(parseHtml(page('<div class="x"><table><tr><td>k</td><td>v</td></tr></table></div>'), signal).text).toContain('k\tv')
  expect(parseHtml(page(''), signal).text).toContain(prose.trim())
})

test('short paragraphs, notes and headings inside the article are kept: Readability alone would drop them', () => {
  const { text, headings } = parseHtml(
    `<html><body><div class="menu-left"><p>Teaser of another story.</p></div><div class="story"><h1>Pump</h1><p>${prose}</p><p>Nov 2</p>
     <div class="comment-note"><h3>Share</h3><p>See also</p></div><p>${prose}</p><div class="footnote"><p>A remark.</p></div></div></body></html>`,
    signal,
  )

  for (const part of ['Nov 2', 'Share', 'See also', 'A remark.']) expect(text).toContain(part)
  expect(headings.map((heading) => heading.text)).toEqual(['Pump', 'Share'])
})

test('the main part is taken when the page says which it is', () => {
  const { text } = parseHtml(`<body><div>Chrome of the site</div><main><h1>Pump</h1><p>${prose}</p></main></body>`, signal)

  expect(text.startsWith('Pump')).toBe(true)
  expect(text).not.toContain('Chrome')
})

test('text beside the body, a fragment and several roots are kept', () => {
  expect(parseHtml('<p>one</p><p>two</p>', signal).text).toBe('one\n\ntwo')
  expect(parseHtml('<!doctype html><html><body><p>one</p></body></html><p>two</p>', signal).text).toBe('one\n\ntwo')
})

test('a hundred thousand nested elements end in text within seconds, with a word about it', () => {
  const depth = 100_000
  for (const [open, close] of [
    ['<div>', '</div>'],
    ['<b>', ''],
    ['<table><tr><td>', ''],
    ['<ul><li>', '</x>'],
  ] as const) {
    const started = performance.now()
    const { text, warnings } = parseHtml(`<h1>Top</h1>${open.repeat(depth)}deep words${close.repeat(depth)}`, signal)

    expect(text).toContain('deep words')
    expect(text).toContain('Top')
    expect(warnings).toEqual(['nesting_too_deep'])
    expect(performance.now() - started).toBeLessThan(5000)
  }
})

test('the encoding a page declares is used', async () => {
  const page = '<html><head><meta charset="windows-1251"></head><body><p>\xcf\xf0\xe8\xe2\xe5\xf2</p></body></html>'

  expect((await parseBytes('a.html', Buffer.from(page, 'latin1'))).text).toBe('Привет')
})
