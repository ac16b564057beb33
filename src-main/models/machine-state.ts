import { freemem, totalmem } from 'node:os'
import type { MachineState } from '../../src-shared/desktop/models.ts'
import type { ReadDb } from '../db/database.ts'
import type { Disk } from './disk.ts'
import type { ModelEngine } from './model-engine.ts'
import { findModel } from './models.ts'

export interface MachineStateDeps {
  readonly db: ReadDb
  readonly engine: Pick<ModelEngine, 'devices' | 'estimate' | 'loaded'>
  readonly disk: Pick<Disk, 'freeBytes'>
  readonly dataFolder: string
  readonly threads: number
}

/** What there is for models, and what the one in memory takes of it. */
export async function readMachineState(deps: MachineStateDeps, signal: AbortSignal): Promise<MachineState> {
  const { engine, disk, dataFolder, threads } = deps
  // An engine that cannot start says so when a model is loaded; the processor's figures are right without it.
  const devices = await engine.devices(signal).catch(() => {
    signal.throwIfAborted()
    return undefined
  })
  return {
    total_memory_bytes: totalmem(),
    free_memory_bytes: Math.round(Math.min(freemem(), process.availableMemory())),
    gpu: gpuOf(devices),
    free_disk_bytes: await disk.freeBytes(dataFolder),
    threads,
    loaded: await readLoaded(deps, signal),
  }
}

function gpuOf(devices: Awaited<ReturnType<ModelEngine['devices']>> | undefined): MachineState['gpu'] {
  const backend = devices?.backends.find((each) => each !== 'cpu')
  if (devices?.vram_total_bytes == null || devices.vram_free_bytes === null || backend === undefined) return null
  const { vram_total_bytes: total_bytes, vram_free_bytes: free_bytes, names } = devices
  return { name: names[0] ?? backend, backend, total_bytes, free_bytes, is_shared: backend === 'metal' }
}

/** On the processor what its process takes; on a graphics card, whose memory is not the process's, by the library's reckoning. */
async function readLoaded({ db, engine }: MachineStateDeps, signal: AbortSignal): Promise<MachineState['loaded']> {
  const loaded = engine.loaded()
  const row = loaded?.state === 'ready' ? findModel(db, loaded.id) : undefined
  if (!loaded?.plan || !row) return null
  const { id, plan, memory_bytes: memory } = loaded
  if (plan.gpu === 'cpu') {
    const weights_bytes = Math.min(row.size_bytes, memory ?? row.size_bytes)
    return { id, weights_bytes, context_bytes: Math.max(0, (memory ?? 0) - weights_bytes) }
  }
  const { context_size, gpu_layers, gpu } = plan
  const needs = await engine.estimate({ path: row.path, context_size, gpu_layers, gpu }, signal).catch(() => {
    signal.throwIfAborted()
    return undefined
  })
  return needs ? { id, weights_bytes: needs.weights_bytes, context_bytes: needs.kv_bytes + needs.buffers_bytes } : null
}
