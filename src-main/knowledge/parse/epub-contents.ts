import { partOf } from './book-part.ts'
import type { Archive } from './open-archive.ts'
import { readXml, type XmlHandler } from './read-xml.ts'

/** The table of contents of a book, new or old style: the name of the chapter that begins with a part. The first name of a part counts. */
export async function readContents(archive: Archive, part: string): Promise<ReadonlyMap<string, string>> {
  const chapters = new Map<string, string>()
  const add = (address: string, label: string): void => {
    const name = label.replace(/\s+/g, ' ').trim()
    const target = partOf(part, address)
    if (name !== '' && !chapters.has(target)) chapters.set(target, name)
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

/** `<navPoint><navLabel><text>…</text></navLabel><content src="…"/>` */
function ncxHandler(add: Add): XmlHandler {
  let isLabel = false
  let label = ''
  return {
    open(name, attributes) {
      if (name === 'navPoint') label = ''
      if (name === 'text') isLabel = true
      if (name === 'content' && attributes.src !== undefined) add(attributes.src, label)
    },
    close(name) {
      if (name === 'text') isLabel = false
    },
    text(data) {
      if (isLabel) label += data
    },
  }
}
