import { createHash, generateKeyPairSync } from 'node:crypto'
import { once } from 'node:events'
import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { signList } from '../../src-main/electron/update-list.ts'

export const listName = 'latest-linux.yml'

/** Of the packaging; whoever has the private half can publish. */
export const releaseKeys = generateKeyPairSync('ed25519')

/** A list as electron-builder writes it. */
export function listOf(version: string, content: Buffer, name = `Hearth-${version}.AppImage`): string {
  const sha512 = createHash('sha512').update(content).digest('base64')
  return [
    `version: ${version}`,
    'files:',
    `  - url: ${name}`,
    `    sha512: ${sha512}`,
    `    size: ${content.length}`,
    `    blockMapSize: 1234`,
    `path: ${name}`,
    `sha512: ${sha512}`,
    "releaseDate: '2026-11-28T12:00:00.000Z'",
    '',
  ].join('\n')
}

export interface UpdateHost extends AsyncDisposable {
  readonly port: number
  readonly asked: { readonly path: string; readonly headers: IncomingHttpHeaders }[]
  /** By path; a function answers by itself. */
  readonly files: Map<string, Buffer | string | ((response: ServerResponse) => void)>
  /** Puts a signed list and its file there. */
  publish(version: string, content: Buffer): void
}

export async function startUpdateHost(): Promise<UpdateHost> {
  const files: UpdateHost['files'] = new Map()
  const asked: { path: string; headers: IncomingHttpHeaders }[] = []
  const server = createServer(({ url = '', headers }, response) => {
    asked.push({ path: url, headers })
    const file = files.get(url)
    if (typeof file === 'function') return file(response)
    response.writeHead(file === undefined ? 404 : 200, { 'content-length': Buffer.byteLength(file ?? '') }).end(file)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    ...{ files, asked, port: (server.address() as AddressInfo).port },
    publish(version, content) {
      const text = listOf(version, content)
      files.set(`/${listName}`, signList({ name: listName, text }, releaseKeys.privateKey))
      files.set(`/Hearth-${version}.AppImage`, content)
    },
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}
