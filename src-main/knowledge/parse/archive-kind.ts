import { kindOfName } from '../../../src-shared/engine/document-kinds.ts'
import { type DocumentKind, parserError } from '../../../src-shared/engine/parser.ts'
import type { Foreign } from '../../../src-shared/engine/sniff-magic.ts'
import type { Archive } from './open-archive.ts'
import { refuse } from './refuse.ts'

/** What an archive is by its parts, whatever it is called. Refuses those nothing reads, by their name. */
export async function kindOfArchive(archive: Archive): Promise<DocumentKind> {
  const mimetype = new TextDecoder().decode((await archive.read('mimetype'))?.subarray(0, 200)).trim()
  const starts = (prefix: string): boolean => archive.names.some((name) => name.startsWith(prefix))
  if (archive.names.some((name) => /^word\/[^/]+\.xml$/.test(name))) return 'docx'
  if (starts('xl/') && archive.has('xl/workbook.bin')) return refuse(parserError.unsupported, binaryExcel)
  if (archive.has('xl/workbook.xml')) return 'xlsx'
  if (archive.has('ppt/presentation.xml')) return 'pptx'
  if (mimetype === 'application/epub+zip' || archive.has('META-INF/container.xml')) return 'epub'
  if (archive.has('content.xml') && /opendocument\.text(?:-template|-web)?$/.test(mimetype)) return 'odt'
  if (archive.has('content.xml') && mimetype === '') return 'odt'
  return refuse(parserError.unsupported, foreign(archive, mimetype))
}

const binaryExcel: Foreign = { found: 'binary_excel', instead: 'xlsx' }

function foreign({ names, has }: Archive, mimetype: string): Foreign {
  if (mimetype.includes('opendocument.spreadsheet')) return { found: 'ods', instead: 'xlsx' }
  if (mimetype.includes('opendocument.presentation')) return { found: 'odp', instead: 'pptx' }
  if (mimetype.includes('opendocument.graphics')) return { found: 'odg' }
  if (names.some((name) => name.startsWith('Index/') && name.endsWith('.iwa'))) {
    return { found: 'iwork', instead: 'export' }
  }
  if (has('AndroidManifest.xml') || has('META-INF/MANIFEST.MF')) return { found: 'program' }
  return { found: 'archive', format: 'ZIP', instead: 'unpack' }
}

/** What a damaged archive is called: what its name promises. */
export const namedArchive = (name: string): DocumentKind => {
  const named = kindOfName(name)
  return named === 'pptx' || named === 'xlsx' || named === 'odt' || named === 'epub' ? named : 'docx'
}
