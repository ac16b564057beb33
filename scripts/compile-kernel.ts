import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { main } from 'assemblyscript/asc'
import { root } from './root.ts'

const folder = join(root, 'src-main/search/vectors')
const sources = ['kernel.as', 'kernel-signs.as', 'kernel-drafts.as'].map((name) => join(folder, name))
export const kernelBinary = join(folder, 'kernel.wasm')

/** The bytes of the vector index's kernel: its sources are one. */
export const compileKernel = (): Promise<Uint8Array> =>
  compileAssembly(sources.map((source) => readFileSync(source, 'utf8')).join('\n'))

/** AssemblyScript to WebAssembly. The compiler is pinned and reads no clock, so the same source always gives the same bytes. */
export async function compileAssembly(source: string): Promise<Uint8Array> {
  const written = new Map<string, Uint8Array | string>()
  // The compiler wants TypeScript's ending, TypeScript must not see the file.
  const readFile = (name: string) => (name === 'kernel.ts' ? source : null)
  const { error, stderr } = await main(
    [
      'kernel.ts',
      '--outFile',
      'kernel.wasm',
      '-O3',
      '--converge',
      '--noAssert',
      '--runtime',
      'stub',
      '--enable',
      'simd',
      '--enable',
      'relaxed-simd',
    ],
    { readFile, writeFile: (name, contents) => void written.set(name, contents), listFiles: () => [] },
  )
  const binary = written.get('kernel.wasm')
  if (error || !(binary instanceof Uint8Array))
    throw new Error(`the source does not compile: ${stderr.toString()}`, { cause: error })
  return binary
}
