import { strToU8, zipSync } from 'fflate'
import { escapeXml } from '../source-blocks.ts'
import { htmlBody } from './write-html.ts'

/** A chapter for every heading of the second level, in the order of the spine. */
export function writeEpub(source: string, title: string): Uint8Array {
  const chapters = source.split(/^(?=## )/m)
  const file = (at: number) => `chapter-${at + 1}.xhtml`
  const items = chapters.map((_, at) => `<item id="c${at}" href="${file(at)}" media-type="application/xhtml+xml"/>`)
  const spine = chapters.map((_, at) => `<itemref idref="c${at}"/>`)
  return zipSync({
    mimetype: [strToU8('application/epub+zip'), { level: 0 }],
    'META-INF/container.xml': strToU8(
      '<container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles><rootfile full-path="OEBPS/book.opf" media-type="application/oebps-package+xml"/></rootfiles></container>',
    ),
    'OEBPS/book.opf': strToU8(
      `<package version="3.0" unique-identifier="id" xmlns="http://www.idpf.org/2007/opf"><metadata xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:identifier id="id">urn:hearth:${title.length}</dc:identifier><dc:title>${escapeXml(title)}</dc:title><dc:language>en</dc:language></metadata><manifest>${items.join('')}</manifest><spine>${spine.join('')}</spine></package>`,
    ),
    ...Object.fromEntries(
      chapters.map((chapter, at) => [
        `OEBPS/${file(at)}`,
        strToU8(
          `<?xml version="1.0" encoding="utf-8"?><html xmlns="http://www.w3.org/1999/xhtml"><head><title>${escapeXml(title)}</title></head><body>${htmlBody(chapter)}</body></html>`,
        ),
      ]),
    ),
  })
}
