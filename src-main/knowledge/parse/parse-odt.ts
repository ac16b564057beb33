import { parserError } from '../../../src-shared/engine/parser.ts'
import { type DocumentParts, noParts } from './document-parts.ts'
import { officeTitle } from './office-title.ts'
import type { Archive } from './open-archive.ts'
import { createOdtHandler } from './read-odt.ts'
import { readXml } from './read-xml.ts'
import { refuse } from './refuse.ts'
import { createTextWriter } from './text-writer.ts'

const kind = 'odt'

/** Text of an OpenDocument text with its headings, lists, tables, frames and notes. What was struck out and comments are left out. */
export async function parseOdt(archive: Archive): Promise<DocumentParts> {
  if (await isLocked(archive)) refuse(parserError.encrypted, { kind })
  const writer = createTextWriter()
  await readXml(archive.stream('content.xml'), createOdtHandler(writer), kind)
  const { text, headings, blocks } = writer.finish()
  const title = (await officeTitle(archive, 'meta.xml', kind)) ?? headings[0]?.text ?? null
  return { ...noParts, title, text, headings, blocks }
}

async function isLocked(archive: Archive): Promise<boolean> {
  let isFound = false
  const open = (name: string): void => {
    isFound ||= name === 'encryption-data'
  }
  await readXml(archive.stream('META-INF/manifest.xml'), { open }, kind)
  return isFound
}
