import type { RequestReason } from '../../src-shared/rows/request.ts'

export interface GateRequest {
  readonly url: string
  /** Shown to the person: why this leaves the machine. */
  readonly reason: RequestReason
  /** What it is about, such as a model's name. */
  readonly subject?: string
  readonly method?: 'GET' | 'HEAD' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string | Uint8Array<ArrayBuffer>
  /** `stop` answers with the redirect itself. */
  readonly redirects?: 'follow' | 'stop'
  /** Until the head of each answer; the body has no limit of its own. Default 30 s. */
  readonly timeoutMs?: number
  readonly signal?: AbortSignal | undefined
}

export interface GateResponse {
  readonly status: number
  readonly headers: Headers
  /** Of the last hop. */
  readonly url: string
  /** Errors: the caller's abort reason, `network.offline` when the switch was thrown, `network.unreachable` when the line broke. */
  readonly body: AsyncIterable<Uint8Array>
  /** Errors: `network.refused` over `limitBytes` (default 16 MiB). */
  text(limitBytes?: number): Promise<string>
  /** Lets go of an answer whose body nobody reads. */
  discard(): Promise<void>
}

/** One request of a chain of redirects. */
export interface Hop extends GateRequest {
  readonly target: URL
}
