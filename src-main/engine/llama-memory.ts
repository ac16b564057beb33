import type { GgufInsights } from 'node-llama-cpp'

/** Tokens the library evaluates at once; its buffers grow with them. */
export const batchSize = 512

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
        batchSize,
        sequences,
        includeGraphOverhead: false,
      }),
    )
  // What does not grow with the conversations, the output among it, falls out.
  return Math.round(withSequences(2) - withSequences(1))
}

/** All bytes of a context for one conversation, by a trial of the library that allocates nothing. */
export async function contextBytes(insights: GgufInsights, { contextSize, gpuLayers }: MemoryOf): Promise<number> {
  const needs = await insights.estimateContextResourceRequirementsV2({
    contextSize,
    modelGpuLayers: gpuLayers,
    batchSize,
    sequences: 1,
  })
  return Math.round(sum(needs))
}

export async function weightsBytes(insights: GgufInsights, gpuLayers: number): Promise<number> {
  return Math.round(sum(await insights.estimateModelResourceRequirementsV2({ gpuLayers })))
}

const sum = ({ cpuRam, gpuVram }: { readonly cpuRam: number; readonly gpuVram: number }): number => cpuRam + gpuVram
