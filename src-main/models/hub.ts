import { z } from 'zod'
import { modelError } from '../../src-shared/desktop/models.ts'
import type { CatalogueModel } from '../../src-shared/models/catalogue.ts'
import { AppError } from '../../src-shared/rpc/errors.ts'
import type { Gate } from '../network/gate.ts'
import type { FileDigest } from './file-digest.ts'

export interface HubFile {
  readonly path: string
  readonly url: string
  readonly sizeBytes: number
  readonly digest: FileDigest
}

export interface Hub {
  /**
   * Size and hash of each file of a model, in the catalogue's order. Errors: `models.not_on_server` {host, file},
   * `models.not_verifiable` {host, file} when nobody vouches for its bytes, `models.unreachable`, and the gate's own.
   */
  describe(model: CatalogueModel, signal: AbortSignal): Promise<HubFile[]>
}

export const HUB_ADDRESS = 'https://huggingface.co'

const entry = z.object({
  type: z.string(),
  path: z.string(),
  size: z.int().nonnegative(),
  oid: z.string(),
  lfs: z.object({ oid: z.string(), size: z.int().nonnegative() }).optional(),
})
type Entry = z.infer<typeof entry>

/** `address` gives the hub's base address, or the mirror's that the person set. */
export function createHub({ gate, address }: { gate: Gate; address: () => string }): Hub {
  return {
    async describe(model, signal) {
      const listed = await listFiles(model, signal)
      const files: HubFile[] = []
      for (const { path } of model.files) {
        const url = resolveUrl(model, path)
        const found = listed.find((file) => file.path === path)
        files.push({ path, url, ...(found ? promised(found) : await askFile(url, path, signal)) })
      }
      return files
    },
  }

  /** The hub's file list; empty where there is none: a mirror may serve files only. */
  async function listFiles({ name, repository, revision }: CatalogueModel, signal: AbortSignal): Promise<Entry[]> {
    const url = `${base()}/api/models/${repository}/tree/${encodeURIComponent(revision)}?recursive=true`
    const response = await gate.request({ url, reason: 'models.describe', subject: name, signal })
    if (response.status === 200) return parseList(await response.text())
    await response.discard()
    if (response.status === 429 || response.status >= 500) throw unreachable(response)
    return []
  }

  /** One file, by the headers of its own address; the hub puts them on the redirect to its storage. */
  async function askFile(url: string, file: string, signal: AbortSignal): Promise<Pick<HubFile, 'sizeBytes' | 'digest'>> {
    const response = await gate.request({
      url,
      method: 'HEAD',
      redirects: 'stop',
      reason: 'models.describe',
      subject: file,
      signal,
    })
    await response.discard()
    if (response.status === 404) throw new AppError(modelError.notOnServer, { host: new URL(url).host, file })
    if (response.status >= 400) throw unreachable(response)
    const sizeBytes = Number(response.headers.get('x-linked-size') ?? response.headers.get('content-length') ?? Number.NaN)
    const digest = digestOf(response.headers.get('x-linked-etag') ?? response.headers.get('etag') ?? '')
    if (!Number.isSafeInteger(sizeBytes) || !digest)
      throw new AppError(modelError.notVerifiable, { host: new URL(url).host, file })
    return { sizeBytes, digest }
  }

  function resolveUrl({ repository, revision }: CatalogueModel, path: string): string {
    return `${base()}/${repository}/resolve/${encodeURIComponent(revision)}/${path.split('/').map(encodeURIComponent).join('/')}`
  }

  function base(): string {
    return address().replace(/\/+$/, '')
  }
}

function parseList(text: string): Entry[] {
  try {
    return z.array(entry).parse(JSON.parse(text))
  } catch {
    return []
  }
}

/** `oid` of a large file is that of its pointer, not of its bytes: those are in `lfs`. */
const promised = ({ size, oid, lfs }: Entry): Pick<HubFile, 'sizeBytes' | 'digest'> =>
  lfs
    ? { sizeBytes: lfs.size, digest: { algorithm: 'sha256', hex: lfs.oid.replace(/^sha256:/, '') } }
    : { sizeBytes: size, digest: { algorithm: 'git-blob-sha1', hex: oid } }

/** The hub's entity tags are the hash itself; any other server's are not, and have another length. */
function digestOf(etag: string): FileDigest | undefined {
  const hex = etag.replace(/^W\//, '').replaceAll('"', '')
  if (/^[0-9a-f]{64}$/.test(hex)) return { algorithm: 'sha256', hex }
  return /^[0-9a-f]{40}$/.test(hex) ? { algorithm: 'git-blob-sha1', hex } : undefined
}

const unreachable = ({ status, url }: { status: number; url: string }): AppError =>
  new AppError(modelError.unreachable, { host: new URL(url).host, status })
