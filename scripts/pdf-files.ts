import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Plugin } from 'vite'

const pdfjs = dirname(fileURLToPath(import.meta.resolve('pdfjs-dist/package.json')))

/** Character maps, the fonts every reader must have, decoders and a colour profile, each with its licence. No engine for scripts. */
const folders = ['cmaps', 'standard_fonts', 'wasm', 'iccs']
const isLeftOut = (name: string): boolean => name.startsWith('quickjs')

/** Puts beside the built page what drawing a PDF needs at run time, so that no page of any file asks the network. */
export function pdfFiles(): Plugin {
  return {
    name: 'hearth-pdf-files',
    generateBundle() {
      for (const folder of folders) {
        for (const name of readdirSync(join(pdfjs, folder))) {
          if (isLeftOut(name)) continue
          this.emitFile({ type: 'asset', fileName: `pdf/${folder}/${name}`, source: readFileSync(join(pdfjs, folder, name)) })
        }
      }
    },
  }
}
