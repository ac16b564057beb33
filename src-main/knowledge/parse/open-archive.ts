import { type DocumentKind, type ParseLimits, parserError } from '../../../src-shared/engine/parser.ts'
import { refuse } from './refuse.ts'
import { type ArchiveEntry, listEntries, unpack, unpackStream } from './unzip-bounded.ts'

/** The parts of an Office file or a book, unpacked one by one within one budget. Their names are only ever compared, never used as paths. */
export interface Archive {
  readonly names: readonly string[]
  has(name: string): boolean
  /** undefined when there is no such part. */
  read(name: string): Promise<Uint8Array | undefined>
  /** The part as it is unpacked; nothing when there is none. */
  stream(name: string): AsyncGenerator<Uint8Array, void>
}

export interface ArchiveOptions {
  /** What a damaged one is called. */
  readonly kind: DocumentKind
  readonly limits: ParseLimits
  readonly signal: AbortSignal
}

export function openArchive(bytes: Uint8Array, { kind, limits, signal }: ArchiveOptions): Archive {
  const listed = listEntries(bytes, { kind, limits })
  // The first of a name counts, as for the programs that write them.
  const entries = new Map<string, ArchiveEntry>()
  for (const entry of listed) if (!entries.has(entry.name)) entries.set(entry.name, entry)
  let budgetBytes = limits.archive_bytes

  return {
    names: [...entries.keys()],
    has: (name) => entries.has(name),
    async read(name) {
      signal.throwIfAborted()
      const entry = entries.get(name)
      if (entry === undefined) return undefined
      const part = await unpack(bytes, entry, { kind, limits, budgetBytes })
      budgetBytes -= part.length
      return part
    },
    async *stream(name) {
      const entry = entries.get(name)
      if (entry === undefined) return
      for await (const chunk of unpackStream(bytes, entry, { kind, limits, budgetBytes })) {
        signal.throwIfAborted()
        budgetBytes -= chunk.length
        if (budgetBytes < 0) refuse(parserError.bomb, { reason: 'size', limit: limits.archive_bytes })
        yield chunk
      }
    },
  }
}
