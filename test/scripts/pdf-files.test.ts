import { expect, test } from 'vitest'
import { pdfFiles } from '../../scripts/pdf-files.ts'

test('character maps, fonts and decoders lie beside the page, with their licences and without an engine for scripts', () => {
  const emitted: string[] = []
  const { generateBundle } = pdfFiles()
  if (typeof generateBundle !== 'function') throw new Error('the plugin puts nothing beside the page')

  Reflect.apply(generateBundle, { emitFile: ({ fileName }: { fileName: string }) => emitted.push(fileName) }, [])

  for (const name of [
    'cmaps/UniGB-UCS2-H.bcmap',
    'standard_fonts/FoxitSerif.pfb',
    'standard_fonts/LiberationSans-Regular.ttf',
    'wasm/openjpeg.wasm',
    'iccs/LICENSE',
  ]) {
    expect(emitted).toContain(`pdf/${name}`)
  }
  expect(emitted.filter((name) => name.includes('quickjs'))).toEqual([])
})
