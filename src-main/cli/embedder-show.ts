import type { CommandContext } from './command-context.ts'
import { readEmbedder, tellEmbedder } from './embedder-words.ts'
import { type ExitCode, exitCode } from './exit-code.ts'

export async function showEmbedder({ output, isJson, open }: CommandContext): Promise<ExitCode> {
  await using session = await open()
  tellEmbedder({ output, isJson }, await readEmbedder(session.api))
  return exitCode.ok
}

/** The embedder that serves goes on serving. */
export async function stopChange(context: CommandContext): Promise<ExitCode> {
  await using session = await context.open()
  await session.api.embedderChange.stop()
  tellEmbedder(context, await readEmbedder(session.api))
  return exitCode.ok
}
