import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { build } from 'vite'
import { pageConfig } from '../../../electron.vite.config.ts'
import { answerPage } from '../../../src-main/core/page-files.ts'

export interface Harness extends AsyncDisposable {
  readonly url: string
}

/** Builds the harness as the page is built and serves it under the page's own policy. */
export async function serveHarness(folder: string): Promise<Harness> {
  const config = pageConfig()
  const input = join(import.meta.dirname, 'index.html')
  const outputs = { ...config.build, outDir: folder, rolldownOptions: { input } }
  await build({ ...config, root: import.meta.dirname, build: outputs, configFile: false, logLevel: 'error' })
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://harness')
    void answerPage(folder, { method: request.method ?? 'GET', pathname }).then(({ status, headers, content }) =>
      response.writeHead(status, headers).end(content ?? undefined),
    )
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}/`,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}
