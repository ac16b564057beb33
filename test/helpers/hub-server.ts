import { createHash } from 'node:crypto'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

/** What the server does wrong with one request for a file's bytes. Offsets count from the start of the file. */
export type HubFault =
  | { readonly kind: 'drop'; readonly at: number }
  | { readonly kind: 'stall'; readonly at: number }
  /** Ends cleanly and early, without a content length. */
  | { readonly kind: 'truncate'; readonly at: number }
  | { readonly kind: 'corrupt'; readonly at: number }
  /** Sends so many bytes too many, without a content length. */
  | { readonly kind: 'extra'; readonly bytes: number }
  | { readonly kind: 'announce'; readonly bytes: number }
  | { readonly kind: 'ignore-range' }
  | { readonly kind: 'shift-range'; readonly by: number }
  | { readonly kind: 'status'; readonly status: number; readonly retryAfter?: string }
  | { readonly kind: 'redirect'; readonly to: string }
  | { readonly kind: 'honest' }

export interface HubRequest {
  readonly method: string
  readonly path: string
  readonly range: string | undefined
  readonly ifRange: string | undefined
}

export interface HubServer extends AsyncDisposable {
  /** http://127.0.0.1:port */
  readonly address: string
  readonly requests: HubRequest[]
  /** Listed with its SHA-256; a small one with the hash of its Git blob only. */
  put(repository: string, path: string, content: Buffer): void
  putSmall(repository: string, path: string, content: Buffer): void
  /** The next requests for bytes meet these, one each; then all is honest again. */
  misbehave(...faults: readonly HubFault[]): void
  /** Takes back what has not been met yet. */
  forgive(): void
  /** Whether the hub's file list exists; a plain mirror has none. */
  readonly lists: { isThere: boolean }
  /** Changes what is listed, not what is served. */
  lie(path: string, listed: { size?: number; oid?: string }): void
}

interface Stored {
  readonly content: Buffer
  readonly kind: 'large' | 'small'
}

export const sha256 = (content: Buffer): string => createHash('sha256').update(content).digest('hex')
export const gitBlobSha1 = (content: Buffer): string =>
  createHash('sha1').update(`blob ${content.length}\0`).update(content).digest('hex')

/** A model hub on loopback, as the public one answers, with faults on demand. */
export async function startHubServer(): Promise<HubServer> {
  const files = new Map<string, Stored>()
  const lies = new Map<string, { size?: number; oid?: string }>()
  const faults: HubFault[] = []
  const requests: HubRequest[] = []
  const lists = { isThere: true }
  const server = createServer((request, response) => {
    const path = decodeURIComponent(new URL(request.url ?? '/', 'http://hub').pathname)
    requests.push({ method: request.method ?? '', path, range: request.headers.range, ifRange: header(request, 'if-range') })
    const list = /^\/api\/models\/(.+)\/tree\/[^/]+$/.exec(path)
    if (list) return answerList(response, lists.isThere ? list[1] : undefined)
    const [, repository, name] = /^\/(.+)\/resolve\/[^/]+\/(.+)$/.exec(path) ?? []
    const stored = files.get(`${repository}/${name}`)
    if (!stored) return void response.writeHead(404).end('Entry not found')
    if (request.method === 'HEAD') return void response.writeHead(302, linkedHeaders(stored)).end()
    serve(request, response, { stored, fault: faults.shift() ?? { kind: 'honest' } })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))

  function answerList(response: ServerResponse, repository: string | undefined): void {
    if (repository === undefined) return void response.writeHead(404).end('<html>Not found</html>')
    const entries = [...files]
      .filter(([key]) => key.startsWith(`${repository}/`))
      .map(([key, stored]) => ({ ...listed(stored), path: key.slice(repository.length + 1) }))
      .map((entry) => withLie(entry, lies.get(entry.path)))
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(entries))
  }

  return {
    address: `http://127.0.0.1:${portOf(server)}`,
    requests,
    lists,
    put: (repository, path, content) => void files.set(`${repository}/${path}`, { content, kind: 'large' }),
    putSmall: (repository, path, content) => void files.set(`${repository}/${path}`, { content, kind: 'small' }),
    misbehave: (...more) => void faults.push(...more),
    forgive: () => void faults.splice(0),
    lie: (path, lie) => void lies.set(path, lie),
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

const portOf = (server: Server): number => (server.address() as AddressInfo).port

const header = (request: IncomingMessage, name: string): string | undefined => {
  const value = request.headers[name]
  return Array.isArray(value) ? value[0] : value
}

const hashOf = ({ content, kind }: Stored): string => (kind === 'large' ? sha256(content) : gitBlobSha1(content))

const linkedHeaders = (stored: Stored) => ({
  'x-linked-size': String(stored.content.length),
  'x-linked-etag': `"${hashOf(stored)}"`,
  location: 'https://storage.example/blob?token=secret',
})

const listed = ({ content, kind }: Stored) => ({
  type: 'file',
  size: content.length,
  oid: gitBlobSha1(kind === 'large' ? Buffer.from(`version pointer ${sha256(content)}`) : content),
  ...(kind === 'large' ? { lfs: { oid: sha256(content), size: content.length, pointerSize: 134 } } : {}),
})

function withLie(entry: ReturnType<typeof listed> & { path: string }, lie: { size?: number; oid?: string } | undefined) {
  if (!lie) return entry
  const { size = entry.size, oid } = lie
  return { ...entry, size, ...(entry.lfs ? { lfs: { ...entry.lfs, size, oid: oid ?? entry.lfs.oid } } : {}) }
}

function serve(request: IncomingMessage, response: ServerResponse, { stored, fault }: { stored: Stored; fault: HubFault }): void {
  const { content } = stored
  const etag = `"${hashOf(stored)}"`
  if (fault.kind === 'status') {
    return void response.writeHead(fault.status, fault.retryAfter === undefined ? {} : { 'retry-after': fault.retryAfter }).end()
  }
  if (fault.kind === 'redirect') return void response.writeHead(302, { location: fault.to }).end()
  const asked = Number(/^bytes=(\d+)-$/.exec(request.headers.range ?? '')?.[1] ?? Number.NaN)
  const ifRange = header(request, 'if-range')
  const isPart = Number.isFinite(asked) && fault.kind !== 'ignore-range' && (ifRange === undefined || ifRange === etag)
  if (isPart && asked >= content.length)
    return void response.writeHead(416, { 'content-range': `bytes */${content.length}` }).end()
  const from = isPart ? asked + (fault.kind === 'shift-range' ? fault.by : 0) : 0
  const body = bodyOf(content, from, fault)
  const isLengthTold = fault.kind !== 'truncate' && fault.kind !== 'extra'
  response.writeHead(isPart ? 206 : 200, {
    etag,
    'accept-ranges': 'bytes',
    ...(isLengthTold ? { 'content-length': fault.kind === 'announce' ? fault.bytes : content.length - from } : {}),
    ...(isPart ? { 'content-range': `bytes ${from}-${content.length - 1}/${content.length}` } : {}),
  })
  response.flushHeaders()
  if (fault.kind === 'drop') return void response.write(body, () => setTimeout(() => response.destroy(), 5))
  if (fault.kind === 'stall') return void response.write(body)
  response.on('error', () => response.destroy())
  response.end(body)
}

function bodyOf(content: Buffer, from: number, fault: HubFault): Buffer {
  if (fault.kind === 'drop' || fault.kind === 'stall' || fault.kind === 'truncate')
    return content.subarray(from, Math.max(from, fault.at))
  const rest = content.subarray(from)
  if (fault.kind === 'extra') return Buffer.concat([rest, Buffer.alloc(fault.bytes, 7)])
  if (fault.kind !== 'corrupt' || fault.at < from) return rest
  const corrupt = Buffer.from(rest)
  corrupt.writeUInt8(corrupt.readUInt8(fault.at - from) ^ 0x40, fault.at - from)
  return corrupt
}
