import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { writeDemoEmbedder } from '../../src-main/models/demo/write-demo-embedder.ts'

const besideTheCheckout = fileURLToPath(new URL('../../../shared/models/all-MiniLM-L6-v2', import.meta.url))

export interface TestEmbedder {
  readonly path: string
  /** A published model that knows synonyms; else a generated one that knows shared words. */
  readonly isReal: boolean
}

/** all-MiniLM-L6-v2 where it is (HEARTH_TEST_EMBEDDER, or beside the checkout), else the generated embedder, written to `folder`. */
export async function findTestEmbedder(folder: string): Promise<TestEmbedder> {
  const path = process.env.HEARTH_TEST_EMBEDDER ?? besideTheCheckout
  if (existsSync(join(path, 'config.json'))) return { path, isReal: true }
  await writeDemoEmbedder(join(folder, 'embedder'))
  return { path: join(folder, 'embedder'), isReal: false }
}
