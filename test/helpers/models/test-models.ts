import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { readdir, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { writeDemoEmbedder } from '../../../src-main/models/demo/write-demo-embedder.ts'
import { writeDemoModel } from '../../../src-main/models/demo/write-demo-model.ts'
import { randomShapes, writeRandomModel } from './random-model.ts'
import { writeScriptedModel } from './scripted-model.ts'
import { writeWordReranker } from './word-reranker.ts'

export interface TestModels {
  /** Quotes the best sentence of the passages in the prompt; 12 MB. */
  readonly demo: string
  /** The same with a thought before the answer. */
  readonly demoThinking: string
  /** The demo's embedder, a folder: 768 dimensions. */
  readonly embedder: string
  readonly embedder384: string
  /** A cross-encoder, a folder: its score is the share of the question's words that the text has. */
  readonly reranker: string
  /** Thinks, answers one fixed sentence, stops; calls a tool when asked for the weather; 4 MB. */
  readonly scripted: string
  /** Random weights, noise for text; never stops at a temperature of 0 (`endless-model.ts`); 0.4 MB. */
  readonly tinyRandom: string
  /** For speed: 107 million weights, 114 MB. */
  readonly random107M: string
  /** For memory: the exact shape of Qwen3-1.7B, 1.8 GB. */
  readonly random1700M: string
}

/**
 * Paths of generated models, written on first use into `.cache/test-models` under a hash of the sources that generate them. Several
 * processes may ask at once: each writer renames a whole file into place, and all write the same bytes.
 */
export async function ensureTestModels<Name extends keyof TestModels>(
  ...names: readonly Name[]
): Promise<Pick<TestModels, Name>> {
  const folder = join(cacheFolder, generatorHash())
  const paths = pathsIn(folder)
  for (const name of names) {
    if (existsSync(lastWritten(paths[name]))) continue
    await removeStaleFolders(folder)
    await writers[name](paths[name])
  }
  return paths
}

const pathsIn = (folder: string): TestModels => ({
  demo: join(folder, 'demo.gguf'),
  demoThinking: join(folder, 'demo-thinking.gguf'),
  embedder: join(folder, 'embedder-768'),
  embedder384: join(folder, 'embedder-384'),
  reranker: join(folder, 'reranker-words'),
  scripted: join(folder, 'scripted.gguf'),
  tinyRandom: join(folder, 'random-tiny.gguf'),
  random107M: join(folder, 'random-107m.gguf'),
  random1700M: join(folder, 'random-qwen3-1.7b.gguf'),
})

const writers: Readonly<Record<keyof TestModels, (path: string) => Promise<unknown>>> = {
  demo: (path) => writeDemoModel(path),
  demoThinking: (path) => writeDemoModel(path, { thought: true }),
  embedder: (path) => writeDemoEmbedder(path),
  embedder384: (path) => writeDemoEmbedder(path, { dimension: 384 }),
  reranker: (path) => writeWordReranker(path),
  scripted: (path) => writeScriptedModel(path),
  tinyRandom: (path) => writeRandomModel(path, randomShapes.tiny),
  random107M: (path) => writeRandomModel(path, randomShapes.of107M),
  random1700M: (path) => writeRandomModel(path, randomShapes.ofQwen3With1700M),
}

const projectRoot = fileURLToPath(new URL('../../../', import.meta.url))
const cacheFolder = join(projectRoot, '.cache/test-models')
const generatorFolders = ['src-main/models/demo', 'test/helpers/models']

/** A folder is complete when its last file is there. */
const lastWritten = (path: string): string => (path.endsWith('.gguf') ? path : join(path, 'config.json'))

function generatorHash(): string {
  const hash = createHash('sha256')
  for (const folder of generatorFolders)
    for (const name of readdirSync(join(projectRoot, folder), { recursive: true, encoding: 'utf8' }).sort())
      if (name.endsWith('.ts')) hash.update(name).update(readFileSync(join(projectRoot, folder, name)))
  return hash.digest('hex').slice(0, 16)
}

/** Models of earlier sources may have 2 GB; one that was written within the hour may be in use by a run that began before an edit. */
async function removeStaleFolders(current: string): Promise<void> {
  const names = await readdir(cacheFolder).catch(() => [])
  for (const path of names.map((name) => join(cacheFolder, name)).filter((path) => path !== current)) {
    const age = Date.now() - (await stat(path).catch(() => ({ mtimeMs: Date.now() }))).mtimeMs
    if (age > HOUR_MS) await rm(path, { recursive: true, force: true })
  }
}

const HOUR_MS = 3_600_000
