import { stat } from 'node:fs/promises'
import { modelError, type Verification } from '../../src-shared/desktop/models.ts'
import type { ModelRow } from '../../src-shared/rows/model.ts'
import { AppError } from '../../src-shared/rpc/errors.ts'
import { checkOnnxFolder } from './check-model-files.ts'
import { digestPrefix, startDigest } from './file-digest.ts'
import { readGgufHeader } from './gguf-header.ts'
import { isOnnxFolder } from './model-files.ts'

/** Reads a model's file once more. Errors: `models.missing_file` {path}, and those of a file that is no model. */
export async function verifyModel({ path, role, sha256, size_bytes }: ModelRow, signal: AbortSignal): Promise<Verification> {
  if (role === 'embedder' || isOnnxFolder(path)) {
    await checkOnnxFolder(path)
    return { outcome: 'readable', bytes: size_bytes, sha256: null }
  }
  const found = await stat(path).catch(() => {
    throw new AppError(modelError.missingFile, { path })
  })
  if (sha256 === null) {
    await readGgufHeader(path)
    return { outcome: 'readable', bytes: found.size, sha256: null }
  }
  const digest = startDigest('sha256', found.size)
  await digestPrefix(digest, { path, length: found.size }, signal)
  const hex = digest.finish()
  return { outcome: hex === sha256 ? 'matches' : 'differs', bytes: found.size, sha256: hex }
}
