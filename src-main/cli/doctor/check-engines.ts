import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { embedderError } from '../../../src-shared/engine/embedder.ts'
import type { ModelRow } from '../../../src-shared/rows/model.ts'
import { AppError } from '../../../src-shared/rpc/errors.ts'
import { readConfig } from '../../core/config.ts'
import { createEngines, type Engines } from '../../core/engines.ts'
import type { Log } from '../../core/log.ts'
import { errorWords } from '../tell-error.ts'
import type { Finding } from './finding.ts'

export interface EngineCheck {
  readonly log: Log
  /** The one that search uses; without it only the process is tried. */
  readonly embedder: Pick<ModelRow, 'id' | 'path'> | undefined
}

/** Starts each child and has it answer. */
export async function checkEngines({ log, embedder }: EngineCheck, signal: AbortSignal): Promise<Finding[]> {
  await using engines = createEngines({ log, idleMinutes: () => 0, driverEnvironment: readConfig().driverEnvironment })
  return [
    await tried('The engine for answers', signal, () => llamaAnswers(engines, signal)),
    await tried('The engine for search', signal, () => embedderAnswers(engines, embedder, signal)),
    await tried('The reader of documents', signal, () => parserAnswers(engines, signal)),
  ]
}

async function tried(name: string, signal: AbortSignal, attempt: () => Promise<string>): Promise<Finding> {
  try {
    return { check: 'engines', state: 'ok', message: `${name} ${await attempt()}` }
  } catch (error) {
    signal.throwIfAborted()
    return { check: 'engines', state: 'wrong', message: `${name} does not work. ${errorWords(error)}` }
  }
}

async function llamaAnswers({ llama }: Engines, signal: AbortSignal): Promise<string> {
  const { backends, names } = await llama.devices(signal)
  return `starts; it can use ${[...backends, ...names].join(', ')}`
}

async function embedderAnswers({ embedder }: Engines, model: EngineCheck['embedder'], signal: AbortSignal): Promise<string> {
  if (model) {
    const vector = await embedder.load(model, signal).then(() => embedder.embedQuery('hearth', signal))
    return `starts and answers with ${vector.length} numbers`
  }
  try {
    await embedder.load({ id: 'none', path: join(tmpdir(), 'hearth-no-such-model') }, signal)
  } catch (error) {
    // The child itself says that the model is missing: so it lives.
    const isAnswer = error instanceof AppError && Object.values<string>(embedderError).includes(error.code)
    if (!isAnswer) throw error
  }
  return 'starts; it has no model yet'
}

async function parserAnswers({ parser }: Engines, signal: AbortSignal): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'hearth-doctor-'))
  try {
    const path = join(folder, 'probe.txt')
    await writeFile(path, 'Hearth reads this line.')
    await Array.fromAsync(parser.parse({ path, name: 'probe.txt' }, signal))
    return 'starts and reads'
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}
