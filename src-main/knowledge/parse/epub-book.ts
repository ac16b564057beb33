import { partOf } from './book-part.ts'
import { type Contents, readContents } from './epub-contents.ts'
import { resolvePart } from './office-relations.ts'
import type { Archive } from './open-archive.ts'
import { readXml } from './read-xml.ts'

export interface Book {
  readonly title: string | undefined
  /** Parts in the order they are read. */
  readonly spine: readonly string[]
  readonly chapters: Contents
  /** Its text is encrypted, not only its fonts. */
  readonly isLocked: boolean
}

const kind = 'epub'

interface Package {
  title: string
  readonly spine: string[]
  readonly items: Map<string, { readonly part: string; readonly type: string; readonly properties: string }>
  contents: string
}

export async function readBook(archive: Archive): Promise<Book> {
  const part = await packagePart(archive)
  const book = await readPackage(archive, part)
  const items = [...book.items.values()]
  const spine = book.spine.flatMap((id) => book.items.get(id)?.part ?? []).filter((name) => archive.has(name))
  // A book without an order is still a book.
  const pages = items.filter(({ type, part: page }) => type.includes('html') && archive.has(page)).map((item) => item.part)
  const contents =
    items.find(({ properties }) => properties.split(' ').includes('nav'))?.part ??
    book.items.get(book.contents)?.part ??
    items.find(({ type }) => type === 'application/x-dtbncx+xml')?.part
  return {
    title: book.title.replace(/\s+/g, ' ').trim() || undefined,
    spine: spine.length > 0 ? [...new Set(spine)] : pages,
    chapters: contents === undefined ? new Map() : await readContents(archive, contents),
    isLocked: await isLocked(archive, spine),
  }
}

async function packagePart(archive: Archive): Promise<string> {
  let part = ''
  await readXml(
    archive.stream('META-INF/container.xml'),
    {
      open(name, attributes) {
        if (name === 'rootfile' && part === '') part = resolvePart('', attributes['full-path'] ?? '')
      },
    },
    kind,
  )
  return archive.has(part) ? part : (archive.names.find((name) => name.endsWith('.opf')) ?? '')
}

async function readPackage(archive: Archive, part: string): Promise<Package> {
  const book: Package = { title: '', spine: [], items: new Map(), contents: '' }
  let isTitle = false
  await readXml(
    archive.stream(part),
    {
      open(name, { id, href, idref, toc, properties = '', 'media-type': type = '' }) {
        isTitle = name === 'title' && book.title === ''
        if (name === 'item' && id !== undefined && href !== undefined) {
          book.items.set(id, { part: partOf(part, href), type, properties })
        }
        if (name === 'spine') book.contents = toc ?? ''
        if (name === 'itemref' && idref !== undefined) book.spine.push(idref)
      },
      close() {
        isTitle = false
      },
      text(data) {
        if (isTitle) book.title += data
      },
    },
    kind,
  )
  return book
}

async function isLocked(archive: Archive, spine: readonly string[]): Promise<boolean> {
  const locked = new Set<string>()
  await readXml(
    archive.stream('META-INF/encryption.xml'),
    {
      open(name, { URI: address }) {
        if (name === 'CipherReference' && address !== undefined) locked.add(partOf('', address))
      },
    },
    kind,
  )
  return spine.some((part) => locked.has(part))
}
