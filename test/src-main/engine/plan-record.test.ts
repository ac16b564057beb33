import { expect, test } from 'vitest'
import { createPlanRecord } from '../../../src-main/engine/plan-record.ts'
import { engineError } from '../../../src-shared/engine/lifecycle.ts'
import { llamaError } from '../../../src-shared/engine/llama.ts'
import type { LoadPlan } from '../../../src-shared/models/fit.ts'
import { AppError } from '../../../src-shared/rpc/errors.ts'

const onGpu: LoadPlan = { gpu: 'vulkan', gpu_layers: 28, context_size: 4096, threads: 2 }
const onCpu: LoadPlan = { gpu: 'cpu', gpu_layers: 0, context_size: 4096, threads: 2 }
const small: LoadPlan = { ...onCpu, context_size: 2048 }
const crash = new AppError(engineError.crashed)

test('a plan that crashed on the GPU is not tried again, one on the CPU once more, and the last one always', () => {
  const record = createPlanRecord()
  const plans = [onGpu, onCpu, small]

  expect(record.failed('/m', onGpu, crash)).toBe(true)
  expect(record.worthTrying('/m', plans)).toEqual([onCpu, small])
  record.failed('/m', onCpu, crash)
  expect(record.worthTrying('/m', plans)).toEqual([onCpu, small])
  record.failed('/m', onCpu, crash)
  expect(record.worthTrying('/m', plans)).toEqual([small])
  record.failed('/m', small, crash)
  record.failed('/m', small, crash)
  expect(record.worthTrying('/m', plans)).toEqual([small])
  expect(record.worthTrying('/another', plans)).toEqual(plans)
})

test('a refusal asks for a smaller plan now but is forgotten, and a damaged file fits no plan', () => {
  const record = createPlanRecord()

  expect(record.failed('/m', onGpu, new AppError(llamaError.noSuchBackend))).toBe(true)
  expect(record.failed('/m', onGpu, new AppError(llamaError.doesNotFit))).toBe(true)
  expect(record.worthTrying('/m', [onGpu, onCpu])).toEqual([onGpu, onCpu])
  expect(record.failed('/m', onGpu, new AppError(llamaError.damaged))).toBe(false)
})
