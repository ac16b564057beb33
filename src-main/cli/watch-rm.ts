import { watchedFolderError } from '../../src-shared/desktop/watched-folders.ts'
import { AppError } from '../../src-shared/rpc/errors.ts'
import type { CommandContext } from './command-context.ts'
import { type ExitCode, exitCode } from './exit-code.ts'

export interface UnwatchTarget {
  readonly path: string
  readonly withDocuments: boolean
}

/** Of every collection that follows it. */
export async function removeWatch(
  { path, withDocuments }: UnwatchTarget,
  { isJson, output, open }: CommandContext,
): Promise<ExitCode> {
  await using session = await open()
  const folders = (await session.api.watchedFolders.list()).filter((folder) => folder.path === path)
  if (folders.length === 0) throw new AppError(watchedFolderError.unknown, { path })
  for (const { id } of folders) await session.api.watchedFolders.remove({ id, documents: withDocuments ? 'remove' : 'keep' })
  if (isJson) output.json({ removed: folders.map(({ id }) => id) })
  else output.line(`${path} is not followed any more. Its documents ${withDocuments ? 'went with it' : 'stay'}.`)
  return exitCode.ok
}
