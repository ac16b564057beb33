import { resolve } from 'node:path'
import { bytesInWords } from '../../src-shared/errors/byte-words.ts'
import type { CommandContext } from './command-context.ts'
import { type ExitCode, exitCode } from './exit-code.ts'
import type { ModelTarget } from './models-target.ts'

export async function addModel({ target }: ModelTarget, { isJson, output, interrupt, open }: CommandContext): Promise<ExitCode> {
  await using session = await open()
  const { api } = session
  const { signal } = interrupt
  const rows =
    target === 'demo' ? await api.models.addDemo(undefined, signal) : [await api.models.import({ path: resolve(target) }, signal)]
  if (isJson) output.json(rows)
  else for (const { id, name, size_bytes } of rows) output.line(`${id}  ${name}, ${bytesInWords(size_bytes)}`)
  return exitCode.ok
}
