import { getResolvedPDFJS } from 'unpdf'
import { type ParseLimits, type ParseWarning, parserError } from '../../../src-shared/engine/parser.ts'
import { AppError } from '../../../src-shared/rpc/errors.ts'
import { type DocumentParts, noParts } from './document-parts.ts'
import { looksScanned } from './looks-scanned.ts'
import { assembleLines, type PdfLine, type PdfPiece } from './pdf-lines.ts'
import { type OutlineSource, readOutline } from './pdf-outline.ts'
import { joinPages } from './pdf-text.ts'
import { refuse } from './refuse.ts'

interface PdfPage {
  getTextContent(): Promise<{ readonly items: readonly unknown[] }>
  cleanup(): boolean
}

interface PdfDocument extends OutlineSource {
  readonly numPages: number
  getPage(page: number): Promise<PdfPage>
  getMetadata(): Promise<{ readonly info: unknown }>
  cleanup(): Promise<unknown>
}

interface OpenPdf extends AsyncDisposable {
  readonly document: PdfDocument
}

/** Text of a PDF page by page. unpdf brings its own pdf.js; a second one in this process would break both. */
export async function parsePdf(bytes: Uint8Array, limits: ParseLimits, signal: AbortSignal): Promise<DocumentParts> {
  await using pdf = await openPdf(bytes)
  const { pages, damaged } = await readPages(pdf.document, limits, signal)
  const withoutText = pages.filter((lines) => lines.length === 0).length
  if (damaged > 0 && withoutText === pages.length) corrupt('pages', undefined)
  if (looksScanned(pages)) refuse(parserError.scanned, { pages: pages.length })
  const joined = joinPages(pages, await readOutline(pdf.document))
  const warnings: ParseWarning[] = []
  if (damaged > 0) warnings.push('page_unreadable')
  if (withoutText > damaged) warnings.push('pages_without_text')
  if (hasUnknownLetters(joined.text)) warnings.push('fonts_without_text')
  return { ...noParts, ...joined, title: (await titleOf(pdf.document)) ?? joined.headings[0]?.text ?? null, warnings }
}

async function openPdf(bytes: Uint8Array): Promise<OpenPdf> {
  const { getDocument } = await getResolvedPDFJS()
  const task = getDocument({
    data: bytes,
    disableFontFace: true,
    useSystemFonts: false,
    useWasm: false,
    isImageDecoderSupported: false,
    verbosity: 0,
  })
  try {
    return { document: await task.promise, [Symbol.asyncDispose]: () => task.destroy() }
  } catch (error) {
    await task.destroy()
    if (error instanceof Error && error.name === 'PasswordException') return refuse(parserError.encrypted, { kind: 'pdf' }, error)
    return corrupt('document', error)
  }
}

const corrupt = (reason: string, cause: unknown): never => refuse(parserError.corrupt, { kind: 'pdf', reason }, cause)

/** In a row, from the beginning. */
const mostDamaged = 500
/** Fonts and pictures of earlier pages are let go of. */
const pagesPerCleanup = 50

async function readPages(document: PdfDocument, limits: ParseLimits, signal: AbortSignal) {
  const pages: PdfLine[][] = []
  let characters = 0
  let damaged = 0
  for (let number = 1; number <= document.numPages; number++) {
    signal.throwIfAborted()
    const lines = await readPage(document, number)
    if (lines === undefined) damaged++
    // A file may claim any number of pages.
    if (damaged >= mostDamaged && damaged === number) corrupt('pages', undefined)
    if (number % pagesPerCleanup === 0) await document.cleanup()
    characters += lines?.reduce((sum, { text }) => sum + text.length + 1, 0) ?? 0
    if (characters > limits.characters) refuse(parserError.tooLarge, { size_bytes: characters, limit_bytes: limits.characters })
    pages.push(lines ?? [])
  }
  return { pages, damaged }
}

/** undefined when the page is damaged: the others are still worth reading. */
async function readPage(document: PdfDocument, number: number): Promise<PdfLine[] | undefined> {
  try {
    const page = await document.getPage(number)
    const { items } = await page.getTextContent()
    page.cleanup()
    return assembleLines(items.filter(isPiece))
  } catch (error) {
    if (error instanceof AppError) throw error
    return undefined
  }
}

const isPiece = (item: unknown): item is PdfPiece =>
  typeof item === 'object' && item !== null && 'str' in item && 'transform' in item

/** A font that does not say which letters it shows gives private or replaced characters instead. */
const hasUnknownLetters = (text: string): boolean => (text.match(/[\ue000-\uf8ff\ufffd]/g)?.length ?? 0) > text.length * 0.02

/** A title that programs put in by themselves says nothing. */
async function titleOf(document: PdfDocument): Promise<string | undefined> {
  try {
    const { info } = await document.getMetadata()
    const title = typeof info === 'object' && info !== null && 'Title' in info ? info.Title : undefined
    if (typeof title !== 'string') return undefined
    const clean = title.replace(/\s+/g, ' ').trim()
    const isMade =
      /^(?:untitled|unbenannt|sans titre|document\d*|microsoft word - .*|.*\.(?:docx?|pdf|indd|tex|dvi|html?))$/i.test(clean)
    return clean === '' || isMade ? undefined : clean
  } catch {
    return undefined
  }
}
