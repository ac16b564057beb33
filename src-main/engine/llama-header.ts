import { open } from 'node:fs/promises'
import { type GgufFileInfo, GgufInsights, type Llama, readGgufFileInfo } from 'node-llama-cpp'
import { llamaError } from '../../src-shared/engine/llama.ts'
import { AppError } from '../../src-shared/rpc/errors.ts'

export interface GgufHeader {
  readonly architecture: string
  readonly insights: GgufInsights
}

/**
 * The header of a GGUF file, checked before the library sees its weights. Errors: `llama.missing_file`, `llama.not_a_gguf`,
 * `llama.damaged`, `llama.unsupported_architecture` {path, architecture}.
 */
export async function readHeader(path: string, llama: Llama): Promise<GgufHeader> {
  if ((await readMagic(path)) !== 'GGUF') throw new AppError(llamaError.notAGguf, { path })
  const { info, insights } = await parseHeader(path, llama)
  const architecture: string | undefined = info.metadata.general?.architecture
  if (architecture === undefined) throw new AppError(llamaError.damaged, { path, reason: 'it names no architecture' })
  if (!insights.isSupportedByLlamaCpp) throw new AppError(llamaError.unsupportedArchitecture, { path, architecture })
  return { architecture, insights }
}

async function readMagic(path: string): Promise<string> {
  try {
    await using file = await open(path)
    const { buffer, bytesRead } = await file.read({ buffer: Buffer.alloc(4), position: 0 })
    return buffer.toString('latin1', 0, bytesRead)
  } catch (cause) {
    throw new AppError(llamaError.missingFile, { path }, { cause })
  }
}

async function parseHeader(path: string, llama: Llama): Promise<{ info: GgufFileInfo; insights: GgufInsights }> {
  try {
    const info = await readGgufFileInfo(path, { sourceType: 'filesystem', logWarnings: false })
    return { info, insights: await GgufInsights.from(info, llama) }
  } catch (cause) {
    throw new AppError(llamaError.damaged, { path, reason: 'its header ends too early or makes no sense' }, { cause })
  }
}
