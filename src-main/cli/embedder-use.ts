import { chatError } from '../../src-shared/desktop/chat.ts'
import { AppError } from '../../src-shared/rpc/errors.ts'
import type { Api, CommandContext } from './command-context.ts'
import { progressWords, readEmbedder, tellEmbedder } from './embedder-words.ts'
import { type ExitCode, exitCode } from './exit-code.ts'
import { findModel } from './find-model.ts'
import { bar } from './progress-bar.ts'
import { UsageError } from './usage-error.ts'

/** Chooses another embedder and shows how far the change is, until searches are answered by it. */
export async function useEmbedder(context: CommandContext, wanted: string): Promise<ExitCode> {
  await using session = await context.open()
  const id = await readyEmbedder(session.api, wanted)
  return await follow(context, session.api, async (api) => void (await api.settings.change({ embedder_id: id })))
}

export async function resumeChange(context: CommandContext): Promise<ExitCode> {
  await using session = await context.open()
  return await follow(context, session.api, async (api) => void (await api.embedderChange.resume()))
}

async function readyEmbedder(api: Api, wanted: string): Promise<string> {
  const id = await findModel(api, wanted)
  const entry = (await api.models.list()).find((each) => each.id === id)
  if (entry?.role !== 'embedder')
    throw new UsageError(`${entry?.name ?? wanted} is no search model. \`hearth models\` tells what each model is for.`)
  const status = entry.row?.status ?? 'waiting'
  if (status !== 'ready') throw new AppError(chatError.modelNotReady, { id, name: entry.name, status })
  return id
}

async function follow(context: CommandContext, api: Api, begin: (api: Api) => Promise<void>): Promise<ExitCode> {
  const { output, interrupt } = context
  const ended = new AbortController()
  const signal = AbortSignal.any([interrupt.signal, ended.signal])
  // Before it begins, so that no step of it is missed.
  const over = changeEnd(api, signal, output.progress)
  try {
    await begin(api)
    if ((await api.embedderChange.get())?.status === 'running') await over
  } finally {
    ended.abort()
    await over
    output.progress(null)
  }
  const state = await readEmbedder(api)
  tellEmbedder(context, state)
  if (interrupt.signal.aborted) return exitCode.stopped
  return state.change === null ? exitCode.ok : exitCode.failed
}

/** Resolves when there is no change any more, or it is stopped. */
async function changeEnd(api: Api, signal: AbortSignal, progress: (text: string) => void): Promise<void> {
  try {
    for await (const { table, row } of api.changes.watch(undefined, signal)) {
      if (table !== 'embedder_change') continue
      if (row === null || row.status !== 'running') return
      progress(bar('Preparing', row.done / Math.max(1, row.total), progressWords(row)))
    }
  } catch (error) {
    if (!signal.aborted) throw error
  }
}
