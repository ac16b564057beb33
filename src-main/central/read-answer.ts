import { z } from 'zod'
import { failure, success } from '../../src-shared/api/envelope.ts'
import type { Route } from '../../src-shared/api/routes.ts'
import { centralError } from '../../src-shared/desktop/central.ts'
import { AppError } from '../../src-shared/rpc/errors.ts'
import type { GateResponse } from '../network/request.ts'

/** A document with its passages is the longest. */
const limitBytes = 64 * 1024 * 1024
const isGood = (status: number): boolean => status >= 200 && status < 300
const seconds = z.coerce.number().min(0).max(86_400)

/** What the route promises. Errors: what the server refused, by its code, or `central.unreadable`. */
export async function readAnswer(response: GateResponse, { data, isBare }: Route): Promise<unknown> {
  const json = parsed(await response.text(limitBytes))
  if (isBare || isGood(response.status)) {
    const read = (isBare ? data : success(data).transform((answer) => answer.data)).safeParse(json)
    if (!read.success) throw unreadable(response)
    return read.data
  }
  const refused = failure.safeParse(json)
  throw refused.success ? refusalOf(refused.data, response) : unreadable(response)
}

/** With what came with the code, when to come again, and the id that the server logged it under. */
export function refusalOf({ error, metadata }: z.infer<typeof failure>, { headers }: Pick<GateResponse, 'headers'>): AppError {
  return new AppError(error.code, { ...retryAfter(headers), ...error.details, request_id: metadata.request_id })
}

/** A page of a balancer, or of whoever else is at this address. */
export const unreadable = ({ status, url, headers }: Pick<GateResponse, 'status' | 'url' | 'headers'>): AppError =>
  new AppError(centralError.unreadable, { host: new URL(url).host, status, ...retryAfter(headers) })

function retryAfter(headers: Headers): { readonly retry_after?: number } {
  const read = seconds.safeParse(headers.get('retry-after') ?? undefined)
  return read.success ? { retry_after: read.data } : {}
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
