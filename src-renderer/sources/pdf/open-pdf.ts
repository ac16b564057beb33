import { getDocument, type PDFDocumentProxy, PDFWorker } from 'pdfjs-dist'
import { within } from './within.ts'

export interface OpenPdf extends Disposable {
  readonly proxy: PDFDocumentProxy
}

/** A file that takes longer to open than this was made to. */
const limitMs = 20_000
const graceMs = 1000
/** Pixels of one picture in it; larger ones are left out. */
const largestPicture = 64_000_000

/** Character maps, the fonts every reader must have, and decoders: the page's own files. */
const filesAt = (folder: string): string => new URL(`pdf/${folder}/`, document.baseURI).href

/**
 * Opens a PDF in a worker of its own. What it could do beside being read is not there: no scripts, no forms, no links. Rejects when
 * it is damaged, wants a password or never ends; the worker is gone then.
 */
export async function openPdf(data: Uint8Array<ArrayBuffer>, signal: AbortSignal): Promise<OpenPdf> {
  const port = new Worker(new URL('./pdf-worker.ts', import.meta.url), { type: 'module' })
  const worker = PDFWorker.create({ port })
  const task = getDocument({
    data,
    worker,
    enableXfa: false,
    maxImageSize: largestPicture,
    verbosity: 0,
    // What is not embedded is set in the fonts that ship: the same on every machine, and as wide as the page says.
    useSystemFonts: false,
    // The worker fetches them: our scheme of the window is not one that pdf.js knows.
    useWorkerFetch: true,
    cMapUrl: filesAt('cmaps'),
    standardFontDataUrl: filesAt('standard_fonts'),
    wasmUrl: filesAt('wasm'),
    iccUrl: filesAt('iccs'),
  })
  const end = (): void => {
    // It gives the fonts back that it added to the page, unless the worker is busy for good.
    const asked = Promise.race([task.destroy(), new Promise((resolve) => setTimeout(resolve, graceMs))])
    void asked.catch(() => undefined).finally(() => port.terminate())
  }
  try {
    const proxy = await within(task.promise, { limitMs, signal })
    return { proxy, [Symbol.dispose]: end }
  } catch (error) {
    end()
    throw error
  }
}
