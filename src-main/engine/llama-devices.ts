import { totalmem } from 'node:os'
import { getLlamaGpuTypes } from 'node-llama-cpp'
import type { z } from 'zod'
import type { llama as contract } from '../../src-shared/engine/llama.ts'
import type { Backend } from './llama-backend.ts'
import { readHeader } from './llama-header.ts'
import { contextBytes, stateBytes, weightsBytes } from './llama-memory.ts'

export async function listDevices({ llama }: Backend): Promise<z.output<typeof contract.devices.output>> {
  const types = await getLlamaGpuTypes('supported')
  const vram = llama.gpu === false ? null : await llama.getVramState()
  return {
    backends: [...new Set(types.map((type) => (type === false ? 'cpu' : type)))],
    names: llama.gpu === false ? [] : await llama.getGpuDeviceNames(),
    vram_total_bytes: vram?.total ?? null,
    vram_free_bytes: vram?.free ?? null,
  }
}

type EstimateInput = z.output<typeof contract.estimate.input>

/** Bytes by the library's own arithmetic from the file's header; the weights are not touched. Errors: those of `readHeader`. */
export async function estimate({ llama }: Backend, input: EstimateInput): Promise<z.output<typeof contract.estimate.output>> {
  const { insights } = await readHeader(input.path, llama)
  const layers = insights.totalLayers
  const gpuLayers = input.gpu === 'cpu' ? 0 : input.gpu_layers === 'auto' ? layers : Math.min(input.gpu_layers, layers)
  const needs = { contextSize: input.context_size, gpuLayers }
  const kv_bytes = stateBytes(insights, needs)
  return {
    weights_bytes: await weightsBytes(insights, gpuLayers),
    kv_bytes,
    // A context no machine can hold is not worth the trial; its buffers are small beside it.
    buffers_bytes: kv_bytes > totalmem() ? 0 : Math.max(0, (await contextBytes(insights, needs)) - kv_bytes),
    layers,
    train_context_size: insights.trainContextSize ?? 0,
  }
}
