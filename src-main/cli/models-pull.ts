import { modelError } from '../../src-shared/desktop/models.ts'
import { bytesInWords } from '../../src-shared/errors/byte-words.ts'
import type { ModelRow } from '../../src-shared/rows/model.ts'
import { AppError, rpcError } from '../../src-shared/rpc/errors.ts'
import type { Api, CommandContext } from './command-context.ts'
import { createDownloadSpeed, type DownloadSpeed } from './download-speed.ts'
import { type ExitCode, exitCode } from './exit-code.ts'
import { findModel } from './find-model.ts'
import type { ModelTarget } from './models-target.ts'
import { bar, timeInWords } from './progress-bar.ts'

/** Downloads until the model is ready. Ctrl-C pauses: what was received is kept. */
export async function pullModel({ target }: ModelTarget, context: CommandContext): Promise<ExitCode> {
  const { output, interrupt, open, isJson } = context
  await using session = await open()
  const { api } = session
  const id = await findModel(api, target)
  const row = await download(context, api, id)
  output.progress(null)
  if (row.status === 'failed' || (row.status === 'paused' && row.fault))
    throw new AppError(row.fault?.code ?? rpcError.internal, row.fault?.data)
  if (isJson) output.json(row)
  else if (row.status === 'ready') output.line(`${row.name} is ready: ${bytesInWords(row.size_bytes)}.`)
  if (row.status === 'ready') return exitCode.ok
  output.note(`Paused at ${amount(row)}; that is kept. Go on with: hearth models pull ${id}`)
  return interrupt.signal.aborted ? exitCode.stopped : exitCode.failed
}

async function download({ output, interrupt }: CommandContext, api: Api, id: string): Promise<ModelRow> {
  const watching = new AbortController()
  const pause = (): void => void api.models.pause({ id }).catch(() => undefined)
  const speed = createDownloadSpeed()
  const ended = downloadEnd(api, { id, signal: watching.signal }, (row) => output.progress(progressLine(row, speed)))
  try {
    interrupt.signal.throwIfAborted()
    const row = await api.models.download({ id })
    if (row.status === 'ready') return row
    interrupt.signal.addEventListener('abort', pause, { once: true })
    if (interrupt.signal.aborted) pause()
    return await ended
  } finally {
    interrupt.signal.removeEventListener('abort', pause)
    watching.abort()
    ended.catch(() => undefined)
  }
}

interface Watched {
  readonly id: string
  readonly signal: AbortSignal
}

async function downloadEnd(api: Api, { id, signal }: Watched, onProgress: (row: ModelRow) => void): Promise<ModelRow> {
  for await (const change of api.changes.watch(undefined, signal)) {
    if (change.table !== 'models' || change.id !== id) continue
    if (!change.row || ['ready', 'failed', 'paused'].includes(change.row.status)) return change.row ?? gone(id)
    onProgress(change.row)
  }
  throw new AppError(rpcError.disconnected)
}

function gone(id: string): never {
  throw new AppError(modelError.unknown, { id })
}

function progressLine(row: ModelRow, speed: DownloadSpeed): string {
  const { name, status, received_bytes, size_bytes } = row
  if (status === 'verifying') return `Verifying ${name}`
  if (size_bytes === 0) return `Asking for ${name}`
  const perSecond = speed.of(received_bytes)
  const rate =
    perSecond > 0 ? `, ${bytesInWords(perSecond)}/s, ${timeInWords((size_bytes - received_bytes) / perSecond)} left` : ''
  return bar(name, received_bytes / size_bytes, `${amount(row)}${rate}`)
}

const amount = ({ received_bytes, size_bytes }: ModelRow): string =>
  `${bytesInWords(received_bytes)} of ${bytesInWords(size_bytes)}`
