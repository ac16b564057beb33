import { getLlamaGpuTypes } from 'node-llama-cpp'
import type { z } from 'zod'
import type { llama as contract } from '../../src-shared/engine/llama.ts'
import type { Backend } from './llama-backend.ts'
import { readHeader } from './llama-header.ts'

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
  const sum = ({ cpuRam, gpuVram }: { readonly cpuRam: number; readonly gpuVram: number }) => Math.round(cpuRam + gpuVram)
  const context = { contextSize: input.context_size, modelGpuLayers: gpuLayers, sequences: 1 }
  const kv = sum(insights.estimateContextResourceRequirements({ ...context, includeGraphOverhead: false }))
  const whole = sum(insights.estimateContextResourceRequirements({ ...context, includeGraphOverhead: true }))
  return {
    weights_bytes: sum(insights.estimateModelResourceRequirements({ gpuLayers })),
    kv_bytes: kv,
    buffers_bytes: whole - kv,
    layers,
    train_context_size: insights.trainContextSize ?? 0,
  }
}
