import { expect, test } from 'vitest'
import type { LoadPlan } from '../../../src-shared/models/fit.ts'
import { planLadder } from '../../../src-shared/models/plan-ladder.ts'

const steps = (plan: LoadPlan, layers?: number) =>
  planLadder(plan, layers).map(({ gpu, gpu_layers, context_size }) => `${gpu} ${gpu_layers} ${context_size}`)

test('a GPU plan goes down over fewer layers and a smaller context to the CPU, and there to a smaller context', () => {
  expect(steps({ gpu: 'vulkan', gpu_layers: 28, context_size: 8192, threads: 4 })).toEqual([
    'vulkan 28 8192',
    'vulkan 14 8192',
    'vulkan 14 4096',
    'cpu 0 8192',
    'cpu 0 4096',
    'cpu 0 2048',
  ])
})

test('half of automatic layers needs to know how many there are; without that only the context shrinks', () => {
  const plan: LoadPlan = { gpu: 'auto', gpu_layers: 'auto', context_size: 4096, threads: 4 }

  expect(steps(plan, 36)).toEqual(['auto auto 4096', 'auto 18 4096', 'auto 18 2048', 'cpu 0 4096', 'cpu 0 2048'])
  expect(steps(plan)).toEqual(['auto auto 4096', 'auto auto 2048', 'cpu 0 4096', 'cpu 0 2048'])
})

test('a CPU plan asks for no layers, and a context that is small already stays', () => {
  expect(steps({ gpu: 'cpu', gpu_layers: 'auto', context_size: 3000, threads: 1 })).toEqual(['cpu 0 3000', 'cpu 0 2048'])
  expect(steps({ gpu: 'cpu', gpu_layers: 0, context_size: 1024, threads: 1 })).toEqual(['cpu 0 1024'])
})

test('no step keeps or raises what the step before asked for, and every one keeps the threads', () => {
  for (const context_size of [512, 2048, 2049, 40_960])
    for (const gpu_layers of ['auto', 0, 1, 99] as const) {
      const ladder = planLadder({ gpu: 'metal', gpu_layers, context_size, threads: 3 }, 28)
      expect(ladder.every(({ threads }) => threads === 3)).toBe(true)
      expect(new Set(ladder.map((plan) => JSON.stringify(plan))).size).toBe(ladder.length)
      expect(ladder.at(-1)).toMatchObject({ gpu: 'cpu', gpu_layers: 0 })
    }
})
