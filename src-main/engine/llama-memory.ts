import type { GgufInsights } from 'node-llama-cpp'

/**
 * How a context evaluates. `batchSize` is how many tokens at once; the buffers grow with it. On a processor the kernel of flash attention is slow for
 * fewer than 64 tokens, and one is what an answer is written by: writing takes 1.4 to 2.5 times as long with it, reading in small pieces 2 to 10 times.
 */
export const evaluationFor = (gpuLayers: number) =>
  gpuLayers > 0
    ? { batchSize: 512, smallestPiece: 512, flashAttention: 'auto' as const }
    : { batchSize: 128, smallestPiece: 16, flashAttention: false as const }

export interface MemoryOf {
  readonly contextSize: number
  readonly gpuLayers: number
}

/** Bytes of what is evaluated, keys and values, for one conversation of full length, wherever they lie. */
export function stateBytes(insights: GgufInsights, { contextSize, gpuLayers }: MemoryOf): number {
  const withSequences = (sequences: number) =>
    sum(
      insights.estimateContextResourceRequirements({
        contextSize,
        modelGpuLayers: gpuLayers,
        batchSize: evaluationFor(gpuLayers).batchSize,
        sequences,
        includeGraphOverhead: false,
      }),
    )
  // What does not grow with the conversations, the output among it, falls out.
  return Math.round(withSequences(2) - withSequences(1))
}

/** All bytes of a context for one conversation, by a trial of the library that allocates nothing. */
export async function contextBytes(insights: GgufInsights, { contextSize, gpuLayers }: MemoryOf): Promise<number> {
  const { batchSize, flashAttention } = evaluationFor(gpuLayers)
  const needs = await insights.estimateContextResourceRequirementsV2({
    contextSize,
    modelGpuLayers: gpuLayers,
    batchSize,
    flashAttention,
    sequences: 1,
  })
  return Math.round(sum(needs))
}

export async function weightsBytes(insights: GgufInsights, gpuLayers: number): Promise<number> {
  return Math.round(sum(await insights.estimateModelResourceRequirementsV2({ gpuLayers })))
}

const sum = ({ cpuRam, gpuVram }: { readonly cpuRam: number; readonly gpuVram: number }): number => cpuRam + gpuVram
