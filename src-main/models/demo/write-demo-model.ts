import { buildDemoNetwork } from './demo-network.ts'
import { ggufBytes } from './gguf-writer.ts'
import { type WrittenFile, writeWholeFile } from './write-whole-file.ts'

/**
 * Writes the demo model: a GGUF file of 12 MB, computed in about a second, the same bytes every time. It quotes the best sentence of the
 * numbered passages in the prompt; with `thought` it says first, as a thought, what it looks for. For the CPU only, 4,096 tokens.
 * An abort or a failure (the error of the file system) leaves neither a file nor a part of one.
 */
export async function writeDemoModel(
  path: string,
  { thought = false }: { readonly thought?: boolean } = {},
  signal?: AbortSignal,
): Promise<WrittenFile> {
  signal?.throwIfAborted()
  return await writeWholeFile(path, ggufBytes(buildDemoNetwork({ thinks: thought })), signal)
}
