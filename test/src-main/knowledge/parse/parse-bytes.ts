import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect } from 'vitest'
import { parseDocument } from '../../../../src-main/knowledge/parse/parse-document.ts'
import type { ParsedDocument, ParseLimits } from '../../../../src-shared/engine/parser.ts'
import { collectParts } from './collect-parts.ts'

interface ParseOptions {
  readonly limits?: Partial<ParseLimits>
  readonly signal?: AbortSignal
}

/** Writes the bytes to a real file and reads it as the parser child does. */
export async function parseBytes(name: string, bytes: Uint8Array | string, options: ParseOptions = {}): Promise<ParsedDocument> {
  const folder = await mkdtemp(join(tmpdir(), 'hearth-parse-'))
  try {
    const path = join(folder, 'file')
    await writeFile(path, bytes)
    const { limits, signal = new AbortController().signal } = options
    return await collectParts(parseDocument(limits === undefined ? { path, name } : { path, name, limits }, signal))
  } finally {
    await rm(folder, { recursive: true })
  }
}

/** The parser's error with this code, and its data where given. */
export const faultOf = (code: string, data?: object): unknown =>
  expect.objectContaining(data === undefined ? { code } : { code, data: expect.objectContaining(data) })
