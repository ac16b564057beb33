import { readFile } from 'node:fs/promises'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { extname, join, normalize } from 'node:path'

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

/** The same policy as in the window: nothing from elsewhere, no inline script, no frame around it. */
export const contentPolicy = [
  "default-src 'none'",
  "script-src 'self' 'wasm-unsafe-eval'",
  "style-src 'self'",
  "img-src 'self' data: blob:",
  "font-src 'self'",
  "connect-src 'self'",
  "worker-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ')

const headers = {
  'content-security-policy': contentPolicy,
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'cache-control': 'no-cache',
}

/** Serves the built page's files and nothing beside them. */
export function createPageServer(pageFolder: string) {
  return async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const file = pageFile(request)
    const content = file === undefined ? undefined : await readFile(join(pageFolder, file)).catch(() => undefined)
    if (file === undefined || content === undefined) return void response.writeHead(404, headers).end('Not found')
    response.writeHead(200, { ...headers, 'content-type': types[extname(file)] ?? 'application/octet-stream' })
    response.end(request.method === 'HEAD' ? undefined : content)
  }
}

/** The file a request names, below the page's folder; undefined when it names none. */
function pageFile({ method, url = '/' }: IncomingMessage): string | undefined {
  if (method !== 'GET' && method !== 'HEAD') return undefined
  const path = decode(new URL(url, 'http://localhost').pathname)
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
