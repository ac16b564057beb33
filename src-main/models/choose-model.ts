import { existsSync } from 'node:fs'
import { chatError } from '../../src-shared/desktop/chat.ts'
import { modelError } from '../../src-shared/desktop/models.ts'
import type { Settings } from '../../src-shared/desktop/settings.ts'
import type { ModelRow } from '../../src-shared/rows/model.ts'
import { AppError } from '../../src-shared/rpc/errors.ts'
import type { ReadDb } from '../db/database.ts'
import { demoIds } from './demo-ids.ts'
import { isOnnxFolder } from './model-files.ts'
import { findModel, knownModel, listModels } from './models.ts'

export interface ChosenModel {
  readonly id: string
  readonly path: string
  readonly row: ModelRow
}

/**
 * The model that answers: the wanted one, else that of the settings, else the newest that is ready, the demo last. Errors:
 * `models.unknown`, `models.missing_file` {path}, `chat.model_not_ready` {id, name, status} for the wanted one or when the only
 * ones are on their way, `chat.no_model`.
 */
export function resolveChatModel(db: ReadDb, settings: Pick<Settings, 'chat_model_id'>, wantedId?: string): ChosenModel {
  if (wantedId !== undefined) return usable(knownModel(db, wantedId))
  const found = choose(db, 'chat', settings.chat_model_id)
  if (found) return found
  const coming = listModels(db).find(({ role, status }) => role === 'chat' && status !== 'ready' && status !== 'failed')
  if (coming) throw notReady(coming)
  throw new AppError(chatError.noModel)
}

/** The embedder of the settings, else the newest that is ready, the demo's last; null when there is none: search does without. */
export function resolveEmbedder(db: ReadDb, settings: Pick<Settings, 'embedder_id'>): ChosenModel | null {
  return choose(db, 'embedder', settings.embedder_id) ?? null
}

/** The embedder with this id; null when it is not here, or not whole. */
export function usableEmbedder(db: ReadDb, id: string): ChosenModel | null {
  const row = findModel(db, id)
  const isUsable = row?.role === 'embedder' && row.status === 'ready' && existsSync(row.path)
  return isUsable ? { id, path: row.path, row } : null
}

/** The reranker of the settings; null when none was chosen, or it is none that can run here: an ONNX folder, no GGUF file. */
export function resolveReranker(db: ReadDb, { reranker_id: id }: Pick<Settings, 'reranker_id'>): ChosenModel | null {
  const row = id === null ? undefined : findModel(db, id)
  return row !== undefined && canRank(row) ? { id: row.id, path: row.path, row } : null
}

/** Cross-encoders run from ONNX only. */
export const canRank = ({ role, status, path }: ModelRow): boolean =>
  role === 'reranker' && status === 'ready' && isOnnxFolder(path)

/** The models that are used where none was chosen. */
export const idsInUse = (
  db: ReadDb,
  settings: Pick<Settings, 'chat_model_id' | 'embedder_id' | 'reranker_id'>,
): readonly string[] =>
  [
    choose(db, 'chat', settings.chat_model_id),
    choose(db, 'embedder', settings.embedder_id),
    resolveReranker(db, settings),
  ].flatMap((model) => model?.id ?? [])

function choose(db: ReadDb, role: ModelRow['role'], preferredId: string | null): ChosenModel | undefined {
  const ready = listModels(db).filter((row) => row.role === role && row.status === 'ready' && existsSync(row.path))
  const newestFirst = ready.toReversed()
  const row =
    newestFirst.find(({ id }) => id === preferredId) ?? newestFirst.find(({ id }) => !demoIds.includes(id)) ?? newestFirst[0]
  return row && { id: row.id, path: row.path, row }
}

function usable(row: ModelRow): ChosenModel {
  if (row.status !== 'ready') throw notReady(row)
  if (!existsSync(row.path)) throw new AppError(modelError.missingFile, { id: row.id, path: row.path })
  return { id: row.id, path: row.path, row }
}

const notReady = ({ id, name, status }: ModelRow): AppError => new AppError(chatError.modelNotReady, { id, name, status })
