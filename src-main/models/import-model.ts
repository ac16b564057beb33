import { createHash } from 'node:crypto'
import { realpath, stat } from 'node:fs/promises'
import { basename, extname } from 'node:path'
import { modelError } from '../../src-shared/desktop/models.ts'
import type { ModelRow } from '../../src-shared/rows/model.ts'
import { AppError } from '../../src-shared/rpc/errors.ts'
import type { Db } from '../db/database.ts'
import { canChat } from './chat-architectures.ts'
import { checkOnnxFolder } from './check-model-files.ts'
import { type GgufHeader, readGgufHeader } from './gguf-header.ts'
import { findModel, putModel } from './models.ts'

export interface ImportDeps {
  readonly db: Db
  readonly now: () => number
}

export interface ImportWish {
  readonly path: string
  readonly role?: ModelRow['role'] | undefined
}

const RANK_POOLING = 4

/**
 * Takes a GGUF file, or a folder with an ONNX embedder or reranker, where it lies. The same path is the same model. Errors: `models.missing_file`
 * {path}, `models.not_a_model` {why}, `models.damaged` {why}, `models.unsupported_architecture` {architecture}.
 */
export async function importModel({ db, now }: ImportDeps, { path, role }: ImportWish): Promise<ModelRow> {
  const found = await locate(path)
  const described = found.isFolder ? await describeFolder(found.path, role) : await describeFile(found, role)
  const id = `file-${createHash('sha256').update(found.path).digest('hex').slice(0, 16)}`
  return db.transact((tx) => {
    const at = now()
    const created_at = findModel(tx, id)?.created_at ?? at
    const { sizeBytes, ...fields } = described
    const state = { received_bytes: sizeBytes, sha256: null, status: 'ready', fault: null, created_at, updated_at: at } as const
    return putModel(tx, { id, path: found.path, ...fields, size_bytes: sizeBytes, ...state })
  })
}

interface Described {
  readonly role: ModelRow['role']
  readonly name: string
  readonly sizeBytes: number
}

async function locate(path: string): Promise<{ path: string; isFolder: boolean; sizeBytes: number }> {
  const whole = await realpath(path).catch(() => {
    throw new AppError(modelError.missingFile, { path })
  })
  const found = await stat(whole)
  if (!found.isFile() && !found.isDirectory()) throw new AppError(modelError.notAModel, { why: 'no_file' })
  return { path: whole, isFolder: found.isDirectory(), sizeBytes: found.size }
}

async function describeFile(
  { path, sizeBytes }: { path: string; sizeBytes: number },
  wished: ModelRow['role'] | undefined,
): Promise<Described> {
  // Embedders run from ONNX only.
  if (wished === 'embedder') throw new AppError(modelError.notAModel, { why: 'embedder_needs_folder' })
  const header = await readGgufHeader(path)
  const { architecture, name } = header
  if (!canChat(architecture)) throw new AppError(modelError.unsupportedArchitecture, { architecture })
  refuseImplausible(header)
  const role = wished === 'reranker' || header.pooling === RANK_POOLING ? 'reranker' : 'chat'
  return { role, name: name ?? basename(path, extname(path)), sizeBytes }
}

/** Figures without which nothing can be reckoned, or beyond any model there is. */
function refuseImplausible({ layers, embedding, vocabulary, context, parameters }: GgufHeader): void {
  const isPlausible =
    layers > 0 && layers <= 4096 && embedding > 0 && embedding <= 1_048_576 && context > 0 && vocabulary > 0 && parameters > 0
  if (!isPlausible) throw new AppError(modelError.damaged, { why: 'implausible_figures' })
}

async function describeFolder(path: string, wished: ModelRow['role'] | undefined): Promise<Described> {
  const { sizeBytes, role } = await checkOnnxFolder(path)
  if (wished !== undefined && wished !== role) throw new AppError(modelError.notAModel, { why: `folder_is_${role}` })
  return { role, name: basename(path), sizeBytes }
}
