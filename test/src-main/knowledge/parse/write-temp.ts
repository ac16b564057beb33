import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** The bytes as a real file, gone at the end. */
export function writeTemp(bytes: Uint8Array | string): Disposable & { readonly path: string } {
  const folder = mkdtempSync(join(tmpdir(), 'hearth-parse-'))
  const path = join(folder, 'file')
  writeFileSync(path, bytes)
  return { path, [Symbol.dispose]: () => rmSync(folder, { recursive: true }) }
}
