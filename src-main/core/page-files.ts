import { readFile } from 'node:fs/promises'
import { extname, join, normalize } from 'node:path'

/** One policy for the window and the browser: nothing from elsewhere, no inline script, no frame around it. */
export const contentPolicy = [
  "default-src 'none'",
  "script-src 'self' 'wasm-unsafe-eval'",
  "style-src 'self'",
  "img-src 'self' data: blob:",
  "font-src 'self'",
  "connect-src 'self'",
  "worker-src 'self'",
  "frame-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ')

/** `diagram.html` draws diagrams for the page: it may write styles, may be framed by the page, and may ask and load nothing. */
const diagramPolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'unsafe-inline'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'self'",
].join('; ')

const headers = {
  'content-security-policy': contentPolicy,
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'cache-control': 'no-cache',
}

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.woff2': 'font/woff2',
  '.wasm': 'application/wasm',
  '.json': 'application/json',
}

export interface PageRequest {
  readonly method: string
  /** Of the address, still encoded. */
  readonly pathname: string
}

export interface PageAnswer {
  readonly status: 200 | 404
  readonly headers: Readonly<Record<string, string>>
  readonly content: Uint8Array<ArrayBuffer> | string | null
}

/** Answers with the built page's files and with nothing beside them. */
export async function answerPage(pageFolder: string, { method, pathname }: PageRequest): Promise<PageAnswer> {
  const file = method === 'GET' || method === 'HEAD' ? pageFile(pathname) : undefined
  const content = file === undefined ? undefined : await readFile(join(pageFolder, file)).catch(() => undefined)
  if (file === undefined || content === undefined) return { status: 404, headers, content: 'Not found' }
  const type = types[extname(file)] ?? 'application/octet-stream'
  const policy = file.endsWith('diagram.html') ? diagramPolicy : contentPolicy
  return {
    status: 200,
    headers: { ...headers, 'content-security-policy': policy, 'content-type': type },
    content: method === 'HEAD' ? null : content,
  }
}

/** The file a path names, below the page's folder; undefined when it names none. */
function pageFile(pathname: string): string | undefined {
  const path = decode(pathname)
  if (path === undefined) return undefined
  const file = normalize(path === '/' ? '/index.html' : path)
  return file.includes('\0') || file.startsWith('..') ? undefined : file
}

function decode(path: string): string | undefined {
  try {
    return decodeURIComponent(path)
  } catch {
    return undefined
  }
}
