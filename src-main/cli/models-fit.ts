import { bytesInWords } from '../../src-shared/errors/byte-words.ts'
import type { FitEstimate } from '../../src-shared/models/fit.ts'
import { alignColumns } from './align-columns.ts'
import type { CommandContext } from './command-context.ts'
import { type ExitCode, exitCode } from './exit-code.ts'
import { findModel } from './find-model.ts'
import type { ModelTarget } from './models-target.ts'

export async function fitModel({ target, contextSize }: ModelTarget, context: CommandContext): Promise<ExitCode> {
  const { isJson, output, interrupt, open } = context
  await using session = await open()
  const id = await findModel(session.api, target)
  const wish = contextSize === undefined ? { id } : { id, context_size: contextSize }
  const estimate = await session.api.models.fit(wish, interrupt.signal)
  if (isJson) output.json(estimate)
  else output.line(`${estimate.reason}\n${alignColumns(figures(estimate))}`)
  return exitCode.ok
}

const figures = (estimate: FitEstimate): string[][] => [
  ['weights', bytesInWords(estimate.weights_bytes)],
  ['memory of the chat', bytesInWords(estimate.kv_bytes)],
  ['working memory', bytesInWords(estimate.buffers_bytes)],
  ['together', bytesInWords(estimate.total_bytes)],
  ['free memory', bytesInWords(estimate.free_memory_bytes)],
  ['free on the graphics card', estimate.free_vram_bytes === null ? 'none' : bytesInWords(estimate.free_vram_bytes)],
  ['context', `${estimate.plan.context_size} tokens`],
  ['verdict', estimate.verdict.replaceAll('_', ' ')],
]
