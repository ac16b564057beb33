import { strToU8, zipSync } from 'fflate'
import { expect, test } from 'vitest'
import { parseBytes } from './parse-bytes.ts'

const container =
  '<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles><rootfile full-path="book.opf"/></rootfiles></container>'

interface TestBook {
  readonly nav?: string
  readonly ncx?: string
  /** Bodies in the order they are read: `1.xhtml` and on. */
  readonly pages: readonly string[]
}

function writeBook({ nav, ncx, pages }: TestBook): Uint8Array {
  const names = pages.map((_, at) => `${at + 1}.xhtml`)
  const items = [
    ...names.map((name, at) => `<item id="p${at}" href="${name}" media-type="application/xhtml+xml"/>`),
    ...(nav === undefined ? [] : ['<item id="nav" href="nav.xhtml" media-type="application/xhtml+xml" properties="nav"/>']),
    ...(ncx === undefined ? [] : ['<item id="ncx" href="book.ncx" media-type="application/x-dtbncx+xml"/>']),
  ]
  const spine = pages.map((_, at) => `<itemref idref="p${at}"/>`).join('')
  return zipSync({
    mimetype: [strToU8('application/epub+zip'), { level: 0 }],
    'META-INF/container.xml': strToU8(container),
    'book.opf': strToU8(`<package><metadata/><manifest>${items.join('')}</manifest><spine toc="ncx">${spine}</spine></package>`),
    ...(nav !== undefined && { 'nav.xhtml': strToU8(`<html><body>${nav}</body></html>`) }),
    ...(ncx !== undefined && { 'book.ncx': strToU8(`<ncx>${ncx}</ncx>`) }),
    ...Object.fromEntries(pages.map((body, at) => [names[at] ?? '', strToU8(`<html><body>${body}</body></html>`)])),
  })
}

/** The title of the chapter and the text up to the next place. */
async function chaptersOf(book: TestBook): Promise<string[][]> {
  const { text, places } = await parseBytes('book.epub', writeBook(book))
  return places.map(({ start, place }, at) => [
    'title' in place ? String(place.title) : '',
    text
      .slice(start, places[at + 1]?.start)
      .trim()
      .replace(/\s+/g, ' '),
  ])
}

const link = (address: string, name: string): string => `<li><a href="${address}">${name}</a></li>`

test('chapters that lie in one file are each the place of their own text, not all of the first', async () => {
  const nav = `<nav epub:type="toc"><ol>${link('1.xhtml#one', 'Spring')}${link('1.xhtml#two%20b', 'Summer')}${link('1.xhtml#three', 'Autumn')}</ol></nav>`
  const pages = [
    '<h1 id="one">Spring</h1><p>Ice broke.</p><section id="two b"><h1>Summer</h1><p>Hardly water.</p></section><p><a name="three"></a>Carts stood.</p>',
  ]

  expect(await chaptersOf({ nav, pages })).toEqual([
    ['Spring', 'Spring Ice broke.'],
    ['Summer', 'Summer Hardly water.'],
    ['Autumn', 'Carts stood.'],
  ])
})

test('what comes before the first chapter of a file still belongs to the one of the file before', async () => {
  const nav = `<nav epub:type="toc"><ol>${link('1.xhtml', 'Spring')}${link('2.xhtml#s', 'Summer')}</ol></nav>`
  const pages = ['<p>Ice broke.</p>', '<p>The last of the ice.</p><p id="s">Hardly water.</p>', '<p>Dry wells.</p>']

  expect(await chaptersOf({ nav, pages })).toEqual([
    ['Spring', 'Ice broke.'],
    ['Spring', 'The last of the ice.'],
    ['Summer', 'Hardly water.'],
    ['Summer', 'Dry wells.'],
  ])
})

test('a chapter without a heading of its own stands below its name, in the middle of a file as well', async () => {
  const nav = `<nav epub:type="toc"><ol>${link('1.xhtml#a', 'Spring')}${link('1.xhtml#b', 'Summer')}</ol></nav>`
  const pages = ['<h2 id="a">Spring</h2><p>Ice broke.</p><p id="b">Hardly water.</p>']

  const { text, headings } = await parseBytes('book.epub', writeBook({ nav, pages }))

  expect(headings).toEqual([
    { level: 2, text: 'Spring', start: 0 },
    { level: 1, text: 'Summer', start: text.indexOf('Hardly') },
  ])
})

test('places that are not in the text, and pages of a printed book, are no chapters', async () => {
  const point = (address: string, name: string): string =>
    `<navPoint><navLabel><text>${name}</text></navLabel><content src="${address}"/></navPoint>`
  const ncx = `<navMap>${point('1.xhtml#nowhere', 'Spring')}${point('1.xhtml#b', 'Summer')}${point('1.xhtml#gone', 'Lost')}</navMap>
    <pageList><pageTarget><navLabel><text>12</text></navLabel><content src="1.xhtml#p12"/></pageTarget></pageList>`
  const pages = ['<p>Ice <span id="p12">broke.</span></p><p id="b">Hardly water.</p>']

  expect(await chaptersOf({ ncx, pages })).toEqual([
    ['Spring', 'Ice broke.'],
    ['Summer', 'Hardly water.'],
  ])
})
