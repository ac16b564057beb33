import { expect, test } from 'vitest'
import { createHub } from '../../../src-main/models/hub.ts'
import { createGate } from '../../../src-main/network/gate.ts'
import { modelError } from '../../../src-shared/desktop/models.ts'
import { type CatalogueModel, catalogueModel } from '../../../src-shared/models/catalogue.ts'
import { gitBlobSha1, sha256, startHubServer } from '../../helpers/hub-server.ts'
import { testRequestLog } from '../../helpers/request-log.ts'

const offer = (...paths: readonly string[]): CatalogueModel =>
  catalogueModel.parse({
    id: 'model',
    role: 'embedder',
    name: 'Model',
    summary: 'A model.',
    licence: 'MIT',
    repository: 'maker/model',
    revision: 'main',
    files: paths.map((path) => ({ path })),
    approximate_bytes: 1,
    quantisation: null,
    shape: null,
  })

const large = Buffer.from('weights')
const small = Buffer.from('{}')
const signal = new AbortController().signal
async function open() {
  const server = await startHubServer()
  server.put('maker/model', 'onnx/model.onnx', large)
  server.putSmall('maker/model', 'config.json', small)
  const hub = (address = server.address) =>
    createHub({ gate: createGate({ isOffline: () => false, log: testRequestLog() }), address: () => address })
  return { server, hub, [Symbol.asyncDispose]: () => server[Symbol.asyncDispose]() }
}

const expected = [
  {
    path: 'onnx/model.onnx',
    url: expect.stringMatching(/\/maker\/model\/resolve\/main\/onnx\/model\.onnx$/),
    sizeBytes: 7,
    digest: { algorithm: 'sha256', hex: sha256(large) },
  },
  {
    path: 'config.json',
    url: expect.stringMatching(/\/maker\/model\/resolve\/main\/config\.json$/),
    sizeBytes: 2,
    digest: { algorithm: 'git-blob-sha1', hex: gitBlobSha1(small) },
  },
]

test('sizes and hashes come from the file list: the bytes’ own for large files, not those of their pointer', async () => {
  await using world = await open()
  const { server, hub } = world
  expect(await hub().describe(offer('onnx/model.onnx', 'config.json'), signal)).toEqual(expected)

  expect(server.requests.map(({ method }) => method)).toEqual(['GET'])
})

test('a mirror without a file list is asked for each file, and its redirect is not followed', async () => {
  await using world = await open()
  const { server, hub } = world
  server.lists.isThere = false

  expect(await hub(`${server.address}/`).describe(offer('onnx/model.onnx', 'config.json'), signal)).toEqual(expected)

  expect(server.requests.map(({ method }) => method)).toEqual(['GET', 'HEAD', 'HEAD'])
})

test('a file that is nowhere is told with its server', async () => {
  await using world = await open()
  const { server, hub } = world
  await expect(hub().describe(offer('other.gguf'), signal)).rejects.toMatchObject({
    code: modelError.notOnServer,
    data: { file: 'other.gguf', host: new URL(server.address).host },
  })
})

test('a server that gives no hash is not believed: nothing is downloaded unproven', async () => {
  const headers = { 'content-length': '7', etag: '"5f-61c"' }
  const fetch = async (url: unknown): Promise<Response> =>
    new Response(null, String(url).includes('/api/') ? { status: 404 } : { status: 200, headers })
  const plain = createHub({
    gate: createGate({ isOffline: () => false, log: testRequestLog(), fetch }),
    address: () => 'https://files.example',
  })

  await expect(plain.describe(offer('model.gguf'), signal)).rejects.toMatchObject({ code: modelError.notVerifiable })
})

test.each([429, 503])('a hub that answers %i is unreachable, not taken for a mirror without a list', async (status) => {
  const fetch = async (): Promise<Response> => new Response(null, { status })
  const busy = createHub({
    gate: createGate({ isOffline: () => false, log: testRequestLog(), fetch }),
    address: () => 'https://hub.example',
  })

  await expect(busy.describe(offer('model.gguf'), signal)).rejects.toMatchObject({
    code: modelError.unreachable,
    data: { status },
  })
})
