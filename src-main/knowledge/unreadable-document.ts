import { parserError } from '../../src-shared/engine/parser.ts'

/** Whether the fault is of the document itself: the same bytes can never be read. One that took too long may be, another time. */
export const isUnreadableForGood = (fault: { readonly code: string } | null): boolean =>
  fault !== null && ofTheDocument.has(fault.code)

const ofTheDocument = new Set<string>([
  parserError.unsupported,
  parserError.empty,
  parserError.encrypted,
  parserError.scanned,
  parserError.tooLarge,
  parserError.bomb,
  parserError.corrupt,
])
