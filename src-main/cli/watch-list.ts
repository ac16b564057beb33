import type { WatchedFolderRow } from '../../src-shared/rows/watched-folder.ts'
import { alignColumns } from './align-columns.ts'
import type { CommandContext } from './command-context.ts'
import { type ExitCode, exitCode } from './exit-code.ts'

export async function listWatches({ isJson, output, open }: CommandContext): Promise<ExitCode> {
  await using session = await open()
  const [folders, collections] = await Promise.all([session.api.watchedFolders.list(), session.api.collections.list()])
  if (isJson) output.json(folders)
  else if (folders.length === 0) output.line('No folder is watched. hearth watch PATH follows one.')
  else {
    const nameOf = ({ collection_id }: WatchedFolderRow): string => collections.find(({ id }) => id === collection_id)?.name ?? ''
    const rows = folders.map((folder) => [folder.path, nameOf(folder), String(folder.files), stateOf(folder)])
    output.line(alignColumns([['FOLDER', 'COLLECTION', 'FILES', 'STATE'], ...rows]))
  }
  return exitCode.ok
}

const states: Readonly<Record<WatchedFolderRow['state'], string>> = {
  waiting: 'not compared yet',
  current: 'up to date',
  missing: 'cannot be reached; its documents stay',
  emptied: 'all files in it, or in a folder inside, vanished; their documents stay until that is confirmed',
  too_large: 'more files than are followed',
}

export const stateOf = ({ state, is_paused }: WatchedFolderRow): string => (is_paused ? 'paused' : states[state])
