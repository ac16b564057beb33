import { createHash } from 'node:crypto'

export interface PdfWord {
  readonly text: string
  readonly x: number
  readonly y: number
  readonly size?: number
}

interface PdfOptions {
  readonly title?: string
  /** Adds the standard handler's dictionary with a user password nobody knows. */
  readonly encrypted?: boolean
}

/** A small valid PDF: one content stream a page, Helvetica, words where they are put. A page without words shows a grey picture. */
export function writePdf(pages: readonly (readonly PdfWord[])[], { title, encrypted = false }: PdfOptions = {}): Buffer {
  const objects: string[] = []
  const kids = pages.map((_, i) => `${5 + i * 2} 0 R`).join(' ')
  objects.push('<< /Type /Catalog /Pages 2 0 R >>')
  objects.push(`<< /Type /Pages /Kids [${kids}] /Count ${pages.length} >>`)
  objects.push('<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>')
  objects.push(`<< /Title (${escaped(title ?? '')}) >>`)
  pages.forEach((words, i) => {
    const content =
      words.length > 0 ? words.map(show).join('\n') : 'q 500 0 0 700 50 50 cm BI /W 1 /H 1 /CS /G /BPC 8 ID \x80 EI Q'
    objects.push(
      `<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Resources << /Font << /F1 3 0 R >> >> /Contents ${6 + i * 2} 0 R >>`,
    )
    objects.push(`<< /Length ${content.length} >>\nstream\n${content}\nendstream`)
  })
  return assemblePdf(objects, encrypted)
}

const show = ({ text, x, y, size = 11 }: PdfWord): string => `BT /F1 ${size} Tf ${x} ${y} Td (${escaped(text)}) Tj ET`

const escaped = (text: string): string => text.replace(/[\\()]/g, '\\$&')

/** The objects as a file; the first is its catalogue, the fourth tells about it. */
export function assemblePdf(objects: readonly string[], encrypted = false): Buffer {
  let file = '%PDF-1.4\n'
  const offsets = objects.map((body, i) => {
    const at = file.length
    file += `${i + 1} 0 obj\n${body}\nendobj\n`
    return at
  })
  const start = file.length
  const rows = offsets.map((at) => `${String(at).padStart(10, '0')} 00000 n \n`).join('')
  file += `xref\n0 ${objects.length + 1}\n0000000000 65535 f \n${rows}`
  file += `trailer\n<< /Size ${objects.length + 1} /Root 1 0 R /Info 4 0 R ${encrypted ? encryption() : ''} >>\nstartxref\n${start}\n%%EOF\n`
  return Buffer.from(file, 'latin1')
}

function encryption(): string {
  const digest = (text: string): string => createHash('sha256').update(text).digest('hex')
  return `/ID [<${digest('id').slice(0, 32)}> <${digest('id').slice(0, 32)}>] /Encrypt << /Filter /Standard /V 1 /R 2 /P -44 /O <${digest('owner')}> /U <${digest('user')}> >>`
}

/** Lines of text below each other, as a program would set them. */
export const linesAt = (lines: readonly string[], { top = 720, size = 11, step = 14 } = {}): PdfWord[] =>
  lines.map((text, i) => ({ text, x: 72, y: top - i * step, size }))
