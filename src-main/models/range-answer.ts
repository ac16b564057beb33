import { modelError } from '../../src-shared/desktop/models.ts'
import { AppError } from '../../src-shared/rpc/errors.ts'
import type { GateResponse } from '../network/request.ts'

/** What a server made of a request for a file from byte `receivedBytes` on. */
export type RangeAnswer =
  /** The body begins at `from`: where we asked, or 0 when the server sends everything again. */
  | { readonly kind: 'body'; readonly from: number; readonly etag: string | null }
  /** Asked again later, or from the start, it may answer otherwise. */
  | { readonly kind: 'later'; readonly error: AppError; readonly waitMs: number | null; readonly isPartUseless: boolean }
  | { readonly kind: 'never'; readonly error: AppError; readonly isPartUseless: boolean }

export interface WantedRange {
  readonly sizeBytes: number
  readonly receivedBytes: number
}

export function readRangeAnswer({ status, headers, url }: GateResponse, wanted: WantedRange, now: number): RangeAnswer {
  const { host, pathname } = new URL(url)
  const unreachable = new AppError(modelError.unreachable, { host, status })
  if (status === 206) return readPart(headers, wanted, unreachable)
  if (status === 200) return readWhole(headers, wanted)
  if (status === 416) return { kind: 'later', error: unreachable, waitMs: null, isPartUseless: true }
  if (status === 404 || status === 410) {
    return { kind: 'never', error: new AppError(modelError.notOnServer, { file: pathname, host, status }), isPartUseless: false }
  }
  if (status === 408 || status === 429 || status >= 500) {
    return { kind: 'later', error: unreachable, waitMs: retryAfterMs(headers, now), isPartUseless: false }
  }
  return { kind: 'never', error: unreachable, isPartUseless: false }
}

function readWhole(headers: Headers, { sizeBytes }: WantedRange): RangeAnswer {
  const announced = headers.get('content-length')
  if (announced !== null && !headers.has('content-encoding') && Number(announced) !== sizeBytes)
    return wrongSize(sizeBytes, Number(announced))
  return { kind: 'body', from: 0, etag: strongTag(headers) }
}

function readPart(headers: Headers, { sizeBytes, receivedBytes }: WantedRange, unreachable: AppError): RangeAnswer {
  const [, from, total] = /^bytes (\d+)-\d+\/(\d+|\*)$/.exec(headers.get('content-range') ?? '') ?? []
  if (total !== undefined && total !== '*' && Number(total) !== sizeBytes) return wrongSize(sizeBytes, Number(total))
  if (Number(from) !== receivedBytes) return { kind: 'later', error: unreachable, waitMs: null, isPartUseless: true }
  return { kind: 'body', from: receivedBytes, etag: strongTag(headers) }
}

const wrongSize = (expectedBytes: number, announcedBytes: number): RangeAnswer => ({
  kind: 'never',
  error: new AppError(modelError.wrongSize, { expectedBytes, announcedBytes }),
  isPartUseless: true,
})

/** Only a strong tag promises equal bytes; `If-Range` takes no other. */
function strongTag(headers: Headers): string | null {
  const tag = headers.get('etag')
  return tag?.startsWith('"') ? tag : null
}

/** Seconds or a date. */
function retryAfterMs(headers: Headers, now: number): number | null {
  const value = headers.get('retry-after')
  if (value === null) return null
  const ms = /^\d+$/.test(value) ? Number(value) * 1000 : Date.parse(value) - now
  return Number.isFinite(ms) ? Math.max(0, ms) : null
}
