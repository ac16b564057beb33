import { assemblePdf } from '../src-main/knowledge/parse/write-pdf.ts'

const streamOf = (content: string): string => `<< /Length ${content.length} >>\nstream\n${content}\nendstream`
const helvetica = '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>'
const words = (text: string, y = 700): string => `BT /F1 14 Tf 72 ${y} Td (${text}) Tj ET`
const pageWith = (content: string, more = ''): string =>
  `<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Resources << /Font << /F1 5 0 R >> >> /Contents ${content} ${more} >>`

/** Says something, and tries everything a PDF can do beside that: scripts, links, a form that sends itself, a program to start. */
export function activePdf(text: string, address: string): Buffer {
  const script = (name: string): string =>
    `<< /S /JavaScript /JS (app.alert\\('${name}'\\); this.submitForm\\('${address}/${name}'\\);) >>`
  return assemblePdf([
    `<< /Type /Catalog /Pages 2 0 R /OpenAction ${script('open')} /AA << /WC ${script('close')} >> /Names << /JavaScript << /Names [(a) ${script('names')}] >> >> /AcroForm << /Fields [8 0 R] /CO [8 0 R] >> >>`,
    '<< /Type /Pages /Kids [6 0 R] /Count 1 >>',
    `<< /Type /Annot /Subtype /Link /Rect [0 0 612 792] /A << /S /URI /URI (${address}/link) >> >>`,
    '<< /Title () >>',
    helvetica,
    pageWith('7 0 R', `/Annots [3 0 R 8 0 R 9 0 R] /AA << /O ${script('page')} >>`),
    streamOf(words(text)),
    `<< /Type /Annot /Subtype /Widget /FT /Btn /T (send) /Rect [72 600 200 640] /A << /S /SubmitForm /F (${address}/form) >> /AA << /K ${script('key')} >> >>`,
    `<< /Type /Annot /Subtype /Link /Rect [72 500 200 540] /A << /S /Launch /F (calc.exe) >> >>`,
  ])
}

/** A tree of pages that comes back to itself, and counts a million. */
export function loopingPdf(text: string): Buffer {
  return assemblePdf([
    '<< /Type /Catalog /Pages 2 0 R >>',
    '<< /Type /Pages /Kids [6 0 R 8 0 R] /Count 1000000 >>',
    '<< >>',
    '<< /Title () >>',
    helvetica,
    pageWith('7 0 R'),
    streamOf(words(text)),
    '<< /Type /Pages /Parent 2 0 R /Kids [8 0 R 2 0 R] /Count 999999 >>',
  ])
}

/** A picture of as many dots as its numbers can say, beside the words. */
export function hugePicturePdf(text: string): Buffer {
  return assemblePdf([
    '<< /Type /Catalog /Pages 2 0 R >>',
    '<< /Type /Pages /Kids [6 0 R] /Count 1 >>',
    '<< /Type /XObject /Subtype /Image /Width 100000 /Height 100000 /ColorSpace /DeviceRGB /BitsPerComponent 8 /Length 1 >>\nstream\nx\nendstream',
    '<< /Title () >>',
    helvetica,
    '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Resources << /Font << /F1 5 0 R >> /XObject << /I 3 0 R >> >> /Contents 7 0 R >>',
    streamOf(`q 300 0 0 300 72 100 cm /I Do Q ${words(text)}`),
  ])
}

/** Words, and Chinese in a font that is not in the file, by one of the character maps every reader must have. */
export function chinesePdf(text: string, chinese: string): Buffer {
  const codes = [...chinese].map((letter) => letter.charCodeAt(0).toString(16).padStart(4, '0')).join('')
  return assemblePdf([
    '<< /Type /Catalog /Pages 2 0 R >>',
    '<< /Type /Pages /Kids [6 0 R] /Count 1 >>',
    '<< /Type /Font /Subtype /CIDFontType0 /BaseFont /STSong-Light /CIDSystemInfo << /Registry (Adobe) /Ordering (GB1) /Supplement 4 >> /DW 1000 >>',
    '<< /Title () >>',
    helvetica,
    '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Resources << /Font << /F1 5 0 R /F2 8 0 R >> >> /Contents 7 0 R >>',
    streamOf(`${words(text, 640)} BT /F2 30 Tf 72 700 Td <${codes}> Tj ET`),
    '<< /Type /Font /Subtype /Type0 /BaseFont /STSong-Light /Encoding /UniGB-UCS2-H /DescendantFonts [3 0 R] >>',
  ])
}
