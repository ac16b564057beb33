import type { CommandContext } from './command-context.ts'
import { type ExitCode, exitCode } from './exit-code.ts'
import { findModel } from './find-model.ts'
import type { ModelTarget } from './models-target.ts'

export async function removeModel({ target }: ModelTarget, { isJson, output, open }: CommandContext): Promise<ExitCode> {
  await using session = await open()
  const id = await findModel(session.api, target)
  await session.api.models.remove({ id })
  if (isJson) output.json({ removed: id })
  else output.line(`${id} was removed.`)
  return exitCode.ok
}
