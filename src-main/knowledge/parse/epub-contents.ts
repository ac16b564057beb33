import { idIn, partOf } from './book-part.ts'
import type { Archive } from './open-archive.ts'
import { readXml, type XmlHandler } from './read-xml.ts'

export interface ContentsEntry {
  readonly name: string
  /** Of the place in the part where it begins; undefined for the part itself. */
  readonly id: string | undefined
}

/** Of each part the chapters that begin in it, in the order of the table of contents. */
export type Contents = ReadonlyMap<string, readonly ContentsEntry[]>

/** The table of contents of a book, new or old style. The first name of a place counts. */
export async function readContents(archive: Archive, part: string): Promise<Contents> {
  const chapters = new Map<string, ContentsEntry[]>()
  const add = (address: string, label: string): void => {
    const name = label.replace(/\s+/g, ' ').trim()
    const id = idIn(address)
    const target = partOf(part, address)
    const entries = chapters.get(target) ?? []
    if (name !== '' && !entries.some((entry) => entry.id === id)) chapters.set(target, [...entries, { name, id }])
  }
  const handler = part.endsWith('.ncx') ? ncxHandler(add) : navHandler(add)
  await readXml(archive.stream(part), handler, 'epub')
  return chapters
}

type Add = (address: string, label: string) => void

/** `<nav epub:type="toc"><ol><li><a href="…">…</a>`; other lists (pages, landmarks) are left out. */
function navHandler(add: Add): XmlHandler {
  let navs = 0
  let address: string | undefined
  let label = ''
  return {
    open(name, attributes) {
      if (name === 'nav') navs = (attributes['epub:type'] ?? 'toc').includes('toc') ? 1 : 0
      if (name !== 'a' || navs === 0) return
      address = attributes.href
      label = ''
    },
    close(name) {
      if (name === 'nav') navs = 0
      if (name === 'a' && address !== undefined) add(address, label)
      if (name === 'a') address = undefined
    },
    text(data) {
      if (address !== undefined) label += data
    },
  }
}

/** `<navPoint><navLabel><text>…</text></navLabel><content src="…"/>`; lists of pages and of pictures have the same inside of other elements. */
function ncxHandler(add: Add): XmlHandler {
  let isLabel = false
  let points = 0
  let label = ''
  return {
    open(name, attributes) {
      if (name === 'navPoint') {
        label = ''
        points++
      }
      if (name === 'text') isLabel = true
      if (name === 'content' && points > 0 && attributes.src !== undefined) add(attributes.src, label)
    },
    close(name) {
      if (name === 'navPoint') points--
      if (name === 'text') isLabel = false
    },
    text(data) {
      if (isLabel) label += data
    },
  }
}
