import type { CodePiece } from './colour-code.ts'

/** What the page asks its drawing worker. */
export type DrawingJob =
  | { readonly kind: 'code'; readonly code: string; readonly language: string }
  | { readonly kind: 'math'; readonly tex: string; readonly isBlock: boolean }

/** Pieces of code, MathML as text, or null where there is nothing better than the text as it is. */
export interface DrawingResult {
  readonly pieces: readonly CodePiece[] | null
  readonly mathml: string | null
}

export const nothingDrawn: DrawingResult = { pieces: null, mathml: null }
