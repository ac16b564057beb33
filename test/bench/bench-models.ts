import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { randomShapes, writeRandomModel } from '../helpers/models/random-model.ts'

const path = fileURLToPath(new URL('../../.cache/bench-107m.gguf', import.meta.url))

/**
 * 107 million random weights, every token of its vocabulary a piece of text: unlike the test model of that size, most of
 * whose tokens have none, it streams noise that a page can show. It never stops by itself.
 */
export async function writing107M(): Promise<string> {
  if (!existsSync(path)) await writeRandomModel(path, { ...randomShapes.of107M, layers: 17, vocabulary: 0, tied: false })
  return path
}
