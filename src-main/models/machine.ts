import { readdir, readFile } from 'node:fs/promises'
import { arch, availableParallelism, cpus, freemem, totalmem } from 'node:os'
import { join } from 'node:path'
import type { ModelEngine } from './model-engine.ts'

/** What this machine has left for a model, bytes. */
export interface Machine {
  readonly freeMemoryBytes: number
  readonly totalMemoryBytes: number
  /** Null without a graphics card that the engine can use. */
  readonly freeVramBytes: number | null
  /** Apple Silicon: the graphics card's memory is the machine's. */
  readonly isVramShared: boolean
  /** Threads a model runs on best. */
  readonly threads: number
}

export async function readMachine(engine: Pick<ModelEngine, 'devices'>, signal: AbortSignal): Promise<Machine> {
  // An engine that cannot start says so when a model is loaded; the figures for the processor are right without it.
  const devices = await engine.devices(signal).catch(() => {
    signal.throwIfAborted()
    return undefined
  })
  return {
    freeMemoryBytes: Math.min(freemem(), process.availableMemory()),
    totalMemoryBytes: totalmem(),
    freeVramBytes: devices?.vram_free_bytes ?? null,
    isVramShared: devices?.backends.includes('metal') ?? false,
    threads: bestThreads(availableParallelism(), await physicalCores()),
  }
}

/** One core stays for everything else, and a second thread on the same core only waits for the first. */
export const bestThreads = (parallelism: number, physical: number): number => Math.max(1, Math.min(parallelism - 1, physical))

const CPU_FOLDER = '/sys/devices/system/cpu'

/** Linux says which threads share a core; elsewhere x86 is taken to have two a core, ARM one. */
async function physicalCores(): Promise<number> {
  const names = await readdir(CPU_FOLDER).catch(() => [])
  const siblings = await Promise.all(
    names
      .filter((name) => /^cpu\d+$/.test(name))
      .map((name) => readFile(join(CPU_FOLDER, name, 'topology/thread_siblings_list'), 'utf8').catch(() => name)),
  )
  if (siblings.length > 0) return new Set(siblings).size
  return arch() === 'x64' ? Math.ceil(cpus().length / 2) : cpus().length
}
