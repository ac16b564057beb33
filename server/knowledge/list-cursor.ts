import { z } from 'zod'
import { idInAnyCase } from '../../src-shared/api/id-in-any-case.ts'
import { AppError } from '../../src-shared/rpc/errors.ts'
import type { DocumentPlace } from '../stores/knowledge-store.ts'

const written = z.tuple([z.int().min(0).max(8.64e15), idInAnyCase])

/** What the client sends to go on behind this place. */
export const placeOf = ({ created_at, document_id }: DocumentPlace): string =>
  Buffer.from(JSON.stringify([created_at.getTime(), document_id])).toString('base64url')

/** Errors: `PAGE_NOT_FOUND` for what is none of ours. */
export function readPlace(after: string | undefined): DocumentPlace | undefined {
  if (after === undefined) return undefined
  try {
    const [at, document_id] = written.parse(JSON.parse(Buffer.from(after, 'base64url').toString()))
    return { created_at: new Date(at), document_id }
  } catch {
    throw new AppError('PAGE_NOT_FOUND', { field: 'after' })
  }
}
