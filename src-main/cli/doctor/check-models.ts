import { stat } from 'node:fs/promises'
import { modelError } from '../../../src-shared/desktop/models.ts'
import { bytesInWords } from '../../../src-shared/errors/byte-words.ts'
import { errorSentence } from '../../../src-shared/errors/error-sentence.ts'
import type { ModelRow } from '../../../src-shared/rows/model.ts'
import { AppError } from '../../../src-shared/rpc/errors.ts'
import { checkOnnxFolder } from '../../models/check-model-files.ts'
import { readGgufHeader } from '../../models/gguf-header.ts'
import { isOnnxFolder } from '../../models/model-files.ts'
import { errorWords } from '../tell-error.ts'
import type { Finding } from './finding.ts'

/** Whether the files of each model are there, as long as they were, and begin as such files do. */
export async function checkModels(rows: readonly ModelRow[]): Promise<Finding[]> {
  if (rows.length === 0) return [{ check: 'models', state: 'note', message: 'There is no model yet: hearth models add demo' }]
  return await Promise.all(rows.map(checkModel))
}

async function checkModel(row: ModelRow): Promise<Finding> {
  const { id, name, status, fault, size_bytes } = row
  if (status === 'failed' && fault) return { check: 'models', state: 'note', message: `${name}: ${errorSentence(fault)}` }
  if (status !== 'ready') return { check: 'models', state: 'note', message: `${name} is ${status}: hearth models pull ${id}` }
  try {
    await checkFiles(row)
  } catch (error) {
    const words = isMissing(error) ? errorSentence({ code: modelError.missingFile, data: { path: row.path } }) : errorWords(error)
    return { check: 'models', state: 'wrong', message: `${name}: ${words}` }
  }
  return { check: 'models', state: 'ok', message: `${name}, ${bytesInWords(size_bytes)}` }
}

async function checkFiles({ path, role, size_bytes }: ModelRow): Promise<void> {
  if (role === 'embedder' || isOnnxFolder(path)) {
    await checkOnnxFolder(path)
    return
  }
  const { size } = await stat(path)
  if (size !== size_bytes) throw new AppError(modelError.damaged, { why: 'size' })
  await readGgufHeader(path)
}

const isMissing = (error: unknown): boolean => error instanceof Error && 'code' in error && error.code === 'ENOENT'
