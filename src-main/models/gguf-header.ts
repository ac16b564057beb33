import { type FileHandle, open } from 'node:fs/promises'
import { modelError } from '../../src-shared/desktop/models.ts'
import { AppError } from '../../src-shared/rpc/errors.ts'
import { createGgufCursor, damaged, type GgufCursor, NeedsMoreBytes } from './gguf-cursor.ts'
import { type GgufMetadataValue, readGgufMetadata } from './gguf-metadata.ts'
import { type GgufTensors, readGgufTensors } from './gguf-tensors.ts'

/** What the first megabytes of a GGUF file say about it. Token counts, not bytes, unless named so. */
export interface GgufHeader {
  readonly architecture: string
  readonly name: string | null
  readonly licence: string | null
  readonly parameters: number
  readonly weightBytes: number
  readonly layers: number
  readonly embedding: number
  readonly heads: number
  readonly kvHeads: number
  readonly headSize: number
  readonly vocabulary: number
  readonly context: number
  /** llama.cpp's number: 0 none, 1–3 an embedder, 4 a reranker; null when the file does not say. */
  readonly pooling: number | null
}

const MAGIC = 0x46554747
const READ_BYTES = [1, 4, 16, 64].map((mebibytes) => mebibytes * 1024 * 1024)
const MAX_ALIGNMENT = 4096

/**
 * Reads a file's header without trusting a number in it. Errors: `models.not_a_model` {why}, `models.damaged` {why}; the file
 * system's own when it cannot be read.
 */
export async function readGgufHeader(path: string): Promise<GgufHeader> {
  await using file = await open(path, 'r')
  const { size } = await file.stat()
  for (const bytes of READ_BYTES) {
    const header = parseGgufHeader(await readHead(file, Math.min(bytes, size)), size)
    if (header) return header
  }
  throw damaged('header_too_large')
}

/** `head` is the beginning of a file of `fileBytes`; undefined when the header is longer than `head`. */
export function parseGgufHeader(head: Uint8Array, fileBytes: number): GgufHeader | undefined {
  try {
    return parse(createGgufCursor(head, fileBytes), fileBytes)
  } catch (error) {
    if (error instanceof NeedsMoreBytes && head.byteLength < fileBytes) return undefined
    throw error
  }
}

async function readHead(file: FileHandle, bytes: number): Promise<Uint8Array> {
  const head = new Uint8Array(bytes)
  let filled = 0
  while (filled < bytes) {
    const { bytesRead } = await file.read(head, filled, bytes - filled, filled)
    if (bytesRead === 0) throw damaged('ends_early', { fileBytes: filled })
    filled += bytesRead
  }
  return head
}

function parse(cursor: GgufCursor, fileBytes: number): GgufHeader {
  if (fileBytes < 24 || cursor.u32() !== MAGIC) throw new AppError(modelError.notAModel, { why: 'no_gguf' })
  const version = cursor.u32()
  if (version !== 2 && version !== 3) throw new AppError(modelError.notAModel, { why: 'version', version })
  const tensorCount = cursor.u64()
  const metadata = readGgufMetadata(cursor, cursor.u64(), fileBytes)
  if ((wholeNumber(metadata.get('split.count')) ?? 0) > 1) throw new AppError(modelError.notAModel, { why: 'split' })
  const alignment = wholeNumber(metadata.get('general.alignment')) ?? 32
  if (alignment < 1 || alignment > MAX_ALIGNMENT) throw damaged('absurd_number')
  const tensors = readGgufTensors(cursor, tensorCount, { fileBytes, alignment })
  const dataStart = Math.ceil(cursor.offset() / alignment) * alignment
  if (tensors.endBytes > 0 && dataStart + tensors.endBytes > fileBytes)
    throw damaged('ends_early', { expectedBytes: dataStart + tensors.endBytes, fileBytes })
  return describe(metadata, tensors)
}

function describe(metadata: ReadonlyMap<string, GgufMetadataValue>, { parameters, weightBytes }: GgufTensors): GgufHeader {
  const text = (key: string): string | null => {
    const value = metadata.get(key)
    return typeof value === 'string' && value !== '' ? value : null
  }
  const architecture = text('general.architecture')
  if (architecture === null) throw new AppError(modelError.notAModel, { why: 'no_architecture' })
  const number = (key: string): number | null => wholeNumber(metadata.get(`${architecture}.${key}`))
  const tokens = metadata.get('tokenizer.ggml.tokens')
  const embedding = number('embedding_length') ?? 0
  const heads = number('attention.head_count') ?? 0
  return {
    architecture,
    name: text('general.name'),
    licence: text('general.license'),
    parameters,
    weightBytes,
    layers: number('block_count') ?? 0,
    embedding,
    heads,
    kvHeads: number('attention.head_count_kv') ?? heads,
    headSize: number('attention.key_length') ?? (heads > 0 ? Math.ceil(embedding / heads) : 0),
    vocabulary: (typeof tokens === 'object' && tokens !== null ? tokens.length : null) ?? number('vocab_size') ?? 0,
    context: number('context_length') ?? 0,
    pooling: number('pooling_type'),
  }
}

/** A count; where it is given per layer, the largest. Null for anything that is none. */
function wholeNumber(value: GgufMetadataValue | undefined): number | null {
  if (typeof value === 'object' && value !== null) return wholeNumber(value.numbers.reduce((most, one) => Math.max(most, one), 0))
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0 ? value : null
}
