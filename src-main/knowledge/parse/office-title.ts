import type { DocumentKind } from '../../../src-shared/engine/parser.ts'
import type { Archive } from './open-archive.ts'
import { readXml } from './read-xml.ts'

/** The title in the properties of an Office or OpenDocument file, if it has one. */
export async function officeTitle(archive: Archive, part: string, kind: DocumentKind): Promise<string | undefined> {
  let isTitle = false
  let title = ''
  await readXml(
    archive.stream(part),
    {
      open: (name) => {
        isTitle = name === 'title'
      },
      close: () => {
        isTitle = false
      },
      text: (data) => {
        if (isTitle && title.length < 500) title += data
      },
    },
    kind,
  )
  return title.replace(/\s+/g, ' ').trim() || undefined
}
