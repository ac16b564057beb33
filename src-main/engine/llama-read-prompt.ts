import type { LlamaContextSequence, Token } from 'node-llama-cpp'
import type { PieceSize } from './piece-size.ts'

export interface ReadOptions {
  readonly pieceSize: PieceSize
  readonly signal: AbortSignal
  /** Tokens in memory by now, how many of them were there before, and how many had to be evaluated. */
  readonly onProgress: (progress: { readonly done: number; readonly reused: number; readonly evaluated: number }) => void
}

/**
 * Evaluates a prompt but its last token, which belongs to the first step of writing. What the sequence holds already is
 * kept. The library itself reads a prompt in one go, deaf to the signal and without a sign of progress; hence the pieces.
 */
export async function readPrompt(sequence: LlamaContextSequence, tokens: readonly Token[], options: ReadOptions): Promise<void> {
  const { pieceSize, signal, onProgress } = options
  const wanted = tokens.slice(0, -1)
  const before = sequence.tokenMeter.usedInputTokens
  await sequence.adaptStateToTokens(wanted, false)
  const reused = sequence.nextTokenIndex
  const tell = () => {
    onProgress({ done: sequence.nextTokenIndex, reused, evaluated: sequence.tokenMeter.usedInputTokens - before })
  }
  tell()
  for (let start = reused; start < wanted.length; ) {
    signal.throwIfAborted()
    const piece = wanted.slice(start, start + pieceSize.tokens())
    const startedMs = performance.now()
    await sequence.evaluateWithoutGeneratingNewTokens(piece)
    pieceSize.took(piece.length, performance.now() - startedMs)
    start += piece.length
    tell()
  }
  signal.throwIfAborted()
}
