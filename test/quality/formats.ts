import { kindOfName } from '../../src-shared/engine/document-kinds.ts'
import { writeCsv } from './writers/write-csv.ts'
import { writeDocxDocument } from './writers/write-docx-document.ts'
import { writeEml } from './writers/write-eml.ts'
import { writeEpub } from './writers/write-epub.ts'
import { writeHtml } from './writers/write-html.ts'
import { writeOdt } from './writers/write-odt.ts'
import { writePdfDocument } from './writers/write-pdf-document.ts'
import { writePptx } from './writers/write-pptx.ts'
import { writeRtf } from './writers/write-rtf.ts'
import { writeText } from './writers/write-text.ts'
import { writeXlsx } from './writers/write-xlsx.ts'

/** Turns a source of the set into the bytes of a file; the same source gives the same bytes. */
type Writer = (source: string, title: string) => Uint8Array

const asIs: Writer = (source) => Buffer.from(source)

/** `nearest` is written instead while the product knows no such extension. */
const formats = {
  txt: { write: writeText },
  md: { write: asIs },
  html: { write: writeHtml },
  pdf: { write: writePdfDocument },
  docx: { write: writeDocxDocument },
  csv: { write: writeCsv },
  json: { write: asIs },
  code: { write: asIs },
  xlsx: { write: writeXlsx, nearest: 'csv' },
  pptx: { write: writePptx, nearest: 'pdf' },
  epub: { write: writeEpub, nearest: 'html' },
  eml: { write: writeEml, nearest: 'txt' },
  rtf: { write: writeRtf, nearest: 'docx' },
  odt: { write: writeOdt, nearest: 'docx' },
} as const satisfies Record<string, { readonly write: Writer; readonly nearest?: string }>

export type Format = keyof typeof formats
export const formatNames = Object.keys(formats) as [Format, ...Format[]]

export interface FileFormat {
  readonly extension: string
  readonly write: Writer
}

/** How a document is written: in its own format, or in the nearest that the product can read. */
export function fileFormat(format: Format, extension: string = format): FileFormat {
  const wanted: { readonly write: Writer; readonly nearest?: Format } = formats[format]
  if (kindOfName(`file.${extension}`) !== undefined || wanted.nearest === undefined) return { extension, write: wanted.write }
  return fileFormat(wanted.nearest)
}
