import { mkdir, open, rm, stat } from 'node:fs/promises'
import { dirname } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { modelError } from '../../src-shared/desktop/models.ts'
import { networkError } from '../../src-shared/desktop/network.ts'
import { AppError } from '../../src-shared/rpc/errors.ts'
import type { Gate } from '../network/gate.ts'
import type { GateResponse } from '../network/request.ts'
import { type Disk, diskFull, isDiskFull, refuseFullDisk } from './disk.ts'
import { digestPrefix, type FileDigest, type RunningDigest, startDigest } from './file-digest.ts'
import { type PartialFile, partialFile } from './partial-file.ts'
import { readRangeAnswer } from './range-answer.ts'
import { createStallGuard } from './stall-guard.ts'

export interface WantedFile {
  readonly url: string
  readonly target: string
  readonly sizeBytes: number
  readonly digest: FileDigest
  /** For the request log. */
  /** What is downloaded, in the words of the catalogue. */
  readonly subject: string
}

export interface DownloadTiming {
  /** Without a byte for so long, the line is dropped and asked anew. */
  readonly stallMs: number
  /** Attempts in a row that bring nothing, before the download is given up. */
  readonly attempts: number
  /** Wait after the first of them; doubles up to `maxWaitMs`. */
  readonly waitMs: number
  readonly maxWaitMs: number
}

export interface DownloadDeps {
  readonly gate: Gate
  readonly disk: Disk
  readonly now: () => number
  readonly timing?: Partial<DownloadTiming>
  /** Waits between attempts; replaced in tests. */
  readonly wait?: (ms: number, signal: AbortSignal) => Promise<unknown>
}

export interface DownloadWatch {
  /** Bytes of the file that are here; goes back when the server sends everything again. */
  readonly onReceived: (bytes: number) => void
  readonly signal: AbortSignal
}

const defaultTiming: DownloadTiming = { stallMs: 30_000, attempts: 6, waitMs: 1_000, maxWaitMs: 60_000 }
const MAX_RETRY_AFTER_MS = 300_000
/** An attempt that brings less brought nothing: a server that sends a byte at a time does not hold us for ever. */
const PROGRESS_BYTES = 16 * 1024

interface Transfer extends DownloadDeps, DownloadWatch {
  readonly file: WantedFile
  readonly part: PartialFile
  readonly stallMs: number
}

type Outcome =
  | { readonly kind: 'complete' }
  | { readonly kind: 'interrupted'; readonly error: AppError; readonly waitMs: number | null }
  /** The bytes were not the promised ones; `wasResumed` when a part of them was there before. */
  | { readonly kind: 'mismatch'; readonly error: AppError; readonly wasResumed: boolean }

/**
 * Brings one file, whole and proven by its hash, to `target`; goes on from what an earlier call left, also after a crash.
 * Errors: `models.` offline, unreachable, stalled, not_on_server, disk_full (these keep what was received), wrong_size,
 * wrong_hash (these drop it); `network.refused`; the signal's reason.
 */
export async function downloadFile(deps: DownloadDeps, file: WantedFile, watch: DownloadWatch): Promise<void> {
  const { attempts, waitMs, maxWaitMs, stallMs } = { ...defaultTiming, ...deps.timing }
  const { wait = (ms, signal) => sleep(ms, undefined, { signal }) } = deps
  await mkdir(dirname(file.target), { recursive: true })
  let best = 0
  let failures = 0
  let isRestarted = false
  for (;;) {
    let received = 0
    const onReceived = (bytes: number): void => {
      received = bytes
      watch.onReceived(bytes)
    }
    const outcome = await attempt({ ...deps, ...watch, onReceived, file, stallMs, part: partialFile(file.target) })
    if (outcome.kind === 'complete') return
    if (outcome.kind === 'mismatch') {
      // The part left by an earlier run may be what was damaged: once, everything is asked anew.
      if (isRestarted || !outcome.wasResumed) throw outcome.error
      isRestarted = true
      best = 0
      continue
    }
    failures = received >= best + PROGRESS_BYTES ? 0 : failures + 1
    best = Math.max(best, received)
    if (failures >= attempts) throw outcome.error
    const pause = Math.min(maxWaitMs, waitMs * 2 ** Math.max(0, failures - 1))
    await wait(outcome.waitMs === null ? pause : Math.min(outcome.waitMs, MAX_RETRY_AFTER_MS), watch.signal)
  }
}

async function attempt(transfer: Transfer): Promise<Outcome> {
  const { file, part, disk, signal, onReceived } = transfer
  try {
    const { receivedBytes, etag } = await part.open(file)
    onReceived(receivedBytes)
    await refuseFullDisk(disk, dirname(file.target), file.sizeBytes - receivedBytes)
    const digest = startDigest(file.digest.algorithm, file.sizeBytes)
    await digestPrefix(digest, { path: part.path, length: receivedBytes }, signal)
    const end =
      receivedBytes < file.sizeBytes ? await askRest(transfer, digest, { receivedBytes, etag }) : { digest, from: receivedBytes }
    if ('kind' in end) return end
    return await prove(transfer, end)
  } catch (error) {
    return interruption(transfer, error)
  }
}

interface End {
  readonly digest: RunningDigest
  readonly from: number
}

async function askRest(
  transfer: Transfer,
  digest: RunningDigest,
  { receivedBytes, etag }: { receivedBytes: number; etag: string | null },
): Promise<End | Outcome> {
  const { gate, file, part, signal, stallMs, now } = transfer
  using guard = createStallGuard(stallMs, signal)
  const response = await gate.request({
    url: file.url,
    reason: 'models.download',
    subject: file.subject,
    signal: guard.signal,
    headers: {
      'accept-encoding': 'identity',
      ...(receivedBytes > 0 ? { range: `bytes=${receivedBytes}-` } : {}),
      ...(receivedBytes > 0 && etag !== null ? { 'if-range': etag } : {}),
    },
  })
  const answer = readRangeAnswer(response, { sizeBytes: file.sizeBytes, receivedBytes }, now())
  if (answer.kind !== 'body') {
    await response.discard()
    if (answer.isPartUseless) await part.remove()
    if (answer.kind === 'never') throw answer.error
    return { kind: 'interrupted', error: answer.error, waitMs: answer.waitMs }
  }
  await part.note(file, answer.etag)
  const running = answer.from === 0 ? startDigest(file.digest.algorithm, file.sizeBytes) : digest
  const total = await store(transfer, response, { digest: running, from: answer.from, heard: guard.alive })
  if (total === file.sizeBytes) return { digest: running, from: answer.from }
  return { kind: 'interrupted', error: wrongSize(file.sizeBytes, total), waitMs: null }
}

/** Appends the body to the part; bytes in all. On disk when it returns. */
async function store(
  { file, part, disk, onReceived }: Transfer,
  { body }: GateResponse,
  { digest, from, heard }: { digest: RunningDigest; from: number; heard: () => void },
): Promise<number> {
  await using handle = await open(part.path, from === 0 ? 'w' : 'a')
  let received = from
  for await (const chunk of body) {
    if (received + chunk.byteLength > file.sizeBytes) throw wrongSize(file.sizeBytes, received + chunk.byteLength)
    await disk.write(handle, chunk)
    digest.update(chunk)
    received += chunk.byteLength
    onReceived(received)
    heard()
  }
  await handle.sync()
  return received
}

async function prove({ file, part }: Transfer, { digest, from }: End): Promise<Outcome> {
  if (digest.finish() === file.digest.hex) {
    if (file.sizeBytes === 0) await (await open(part.path, 'a')).close()
    await part.finish()
    return { kind: 'complete' }
  }
  await part.remove()
  return { kind: 'mismatch', error: new AppError(modelError.wrongHash, { expected: file.digest.hex }), wasResumed: from > 0 }
}

/** What may be tried again, as an outcome; everything else is thrown, in the words of the models page. */
async function interruption({ file, part, disk, signal }: Transfer, error: unknown): Promise<Outcome> {
  signal.throwIfAborted()
  if (isDiskFull(error)) {
    const folder = dirname(file.target)
    throw diskFull({ needed_bytes: file.sizeBytes, free_bytes: await disk.freeBytes(folder), folder })
  }
  if (!(error instanceof AppError)) throw error
  if (error.code === networkError.offline) throw new AppError(modelError.offline, error.data)
  if (error.code === networkError.unreachable) {
    return { kind: 'interrupted', error: new AppError(modelError.unreachable, error.data), waitMs: null }
  }
  if (error.code === modelError.stalled) return { kind: 'interrupted', error, waitMs: null }
  if (error.code === modelError.wrongSize) await part.remove()
  throw error
}

const wrongSize = (expectedBytes: number, receivedBytes: number): AppError =>
  new AppError(modelError.wrongSize, { expectedBytes, receivedBytes })

/** Whether `target` is already the promised file: then it need not be asked for. */
export async function isAlreadyThere(
  { target, sizeBytes, digest }: Omit<WantedFile, 'url' | 'subject'>,
  signal: AbortSignal,
): Promise<boolean> {
  const found = await stat(target).catch(() => undefined)
  if (!found) return false
  const { size } = found
  const running = startDigest(digest.algorithm, sizeBytes)
  if (size === sizeBytes) await digestPrefix(running, { path: target, length: size }, signal)
  if (size === sizeBytes && running.finish() === digest.hex) return true
  await rm(target)
  return false
}
