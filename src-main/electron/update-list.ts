import { type KeyObject, sign, verify } from 'node:crypto'
import { z } from 'zod'
import { updateError } from '../../src-shared/desktop/updates.ts'
import { AppError } from '../../src-shared/rpc/errors.ts'

/** The file that tells the newest version, as electron-builder writes it: `latest.yml`, `latest-mac.yml`, … */
export interface UpdateList {
  readonly name: string
  readonly text: string
}

const signatureLine = /^# signature: ([A-Za-z0-9+/]{86}==)\n/

/** The list with its signature before it, as a comment: one file, so that both are always of one release. */
export function signList(list: UpdateList, privateKey: KeyObject): string {
  return `# signature: ${sign(null, signedBytes(list), privateKey).toString('base64')}\n${list.text}`
}

/** What was signed; throws `updates.not_genuine` for every other text. */
export function openList({ name, text }: UpdateList, publicKey: KeyObject): string {
  const [line = '', signature = ''] = signatureLine.exec(text) ?? []
  const list = text.slice(line.length)
  const bytes = Buffer.from(signature, 'base64')
  // Two spellings may mean the same bytes; only one of them was written by us.
  const isGenuine = bytes.toString('base64') === signature && verify(null, signedBytes({ name, text: list }), publicKey, bytes)
  if (!isGenuine) throw new AppError(updateError.notGenuine)
  return list
}

/** With its name, so that a list of another system is not taken for ours. */
const signedBytes = ({ name, text }: UpdateList): Buffer => Buffer.from(`hearth update list\n${name}\n${text}`)

const updateFile = z.object({
  /** A file beside the list: no path and no other host. */
  url: z.string().regex(/^[\w][\w.-]*$/),
  sha512: z.string().regex(/^[A-Za-z0-9+/]{86}==$/),
  size: z.int().positive(),
})

/** Released versions only; whatever else a list says is not listened to. */
const updateList = z.object({
  version: z.string().regex(/^\d+\.\d+\.\d+$/),
  files: z.array(updateFile).min(1),
  releaseDate: z.string(),
})

/** Throws `updates.not_genuine`. */
export function parseList(list: unknown): z.infer<typeof updateList> {
  const { success, data } = updateList.safeParse(list)
  if (!success) throw new AppError(updateError.notGenuine)
  return data
}
