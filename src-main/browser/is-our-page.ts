import { timingSafeEqual } from 'node:crypto'
import type { IncomingMessage } from 'node:http'

/**
 * Only a page that this server itself served, opened with the address that was printed, may open a socket: a name that was
 * rebound to loopback has another `Host`, any other site another `Origin`, another user of the machine no token (but where the
 * system shows everybody's command lines, the one that opens the browser has it for a moment; `--no-open` has none).
 */
export function isOurPage({ headers, socket, url = '/' }: IncomingMessage, token: string): boolean {
  const port = socket.localPort
  const hosts = [`127.0.0.1:${port}`, `localhost:${port}`]
  const { host = '', origin = '' } = headers
  const given = URL.parse(url, 'http://localhost')?.searchParams.get('token') ?? ''
  return hosts.includes(host) && origin === `http://${host}` && isSame(given, token)
}

function isSame(given: string, expected: string): boolean {
  const [left, right] = [Buffer.from(given), Buffer.from(expected)]
  return left.length === right.length && timingSafeEqual(left, right)
}
