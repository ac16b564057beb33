import { createStore, type StoreApi } from 'zustand/vanilla'
import type { Fault } from '../../src-shared/errors/error-sentence.ts'
import type { AttachmentRow } from '../../src-shared/rows/attachment.ts'
import type { Api } from '../api.ts'
import type { OverLosses } from '../connection/over-losses.ts'
import { faultOf, isPassing } from '../fault-of.ts'

/** A file that the core does not have: on its way, or refused before it got there. */
export interface HandedFile {
  readonly id: string
  readonly owner: string
  readonly name: string
  readonly sizeBytes: number
  /** Null while it is on its way. */
  readonly refusal: Refusal | null
}

export type Refusal =
  | { readonly kind: 'picture' }
  | { readonly kind: 'folder' }
  | { readonly kind: 'fault'; readonly fault: Fault }

export interface FileToAttach {
  readonly name: string
  readonly size: number
  readonly type: string
  readonly isFolder?: boolean
  arrayBuffer(): Promise<ArrayBuffer>
}

export interface AttachmentState {
  readonly rows: ReadonlyMap<string, AttachmentRow>
  readonly handed: readonly HandedFile[]
  /** The chats whose attachments were read. */
  readonly readOwners: ReadonlySet<string>
  /** The attachments of a chat; `new` is the chat that does not exist yet. */
  read(owner: string): Promise<void>
  /** After a lost connection: those of every chat that was read. */
  reread(): Promise<void>
  add(owner: string, files: readonly FileToAttach[]): Promise<void>
  /** Resolves with the id of the attachment, or undefined when it was refused. */
  addText(owner: string, text: { readonly name: string; readonly text: string }): Promise<string | undefined>
  /** Takes a refused file off the list. */
  dismiss(id: string): void
  remove(id: string): Promise<void>
  retry(id: string): Promise<void>
  changed(id: string, row: AttachmentRow | null): void
}

export interface AttachmentDeps {
  readonly api: Pick<Api, 'attachments'>
  readonly newId: () => string
  readonly overLosses?: OverLosses
}

type Kit = AttachmentDeps & Pick<StoreApi<AttachmentState>, 'getState' | 'setState'>

/** What is attached to chats, and the files on their way there. */
export function createAttachmentStore(deps: AttachmentDeps): StoreApi<AttachmentState> {
  const known = new Set<string>()
  return createStore<AttachmentState>((setState, getState) => {
    const kit: Kit = { ...deps, getState, setState }
    const withOwner = (owner: string): ReadonlySet<string> => new Set([...getState().readOwners, owner])
    async function read(owner: string): Promise<void> {
      known.add(owner)
      const rows = await deps.api.attachments.list({ owner }).catch((error: unknown) => {
        // Whatever it is, it was told; a connection that is back asks again.
        if (!isPassing(error)) setState({ readOwners: withOwner(owner) })
        throw error
      })
      const others = [...getState().rows.values()].filter((row) => row.owner !== owner)
      setState({ rows: byId([...others, ...rows]), readOwners: withOwner(owner) })
    }
    return {
      rows: new Map(),
      handed: [],
      readOwners: new Set(),
      read,
      reread: async () => void (await Promise.all([...known].map(read))),
      ...handing(kit),
      async remove(id) {
        await deps.api.attachments.remove({ id })
        getState().changed(id, null)
      },
      async retry(id) {
        getState().changed(id, await deps.api.attachments.retry({ id }))
      },
      changed(id, row) {
        const rows = new Map(getState().rows)
        if (row === null) rows.delete(id)
        else rows.set(id, row)
        setState({ rows })
      },
    }
  })
}

function handing({
  api,
  newId,
  overLosses = runOnce,
  getState,
  setState,
}: Kit): Pick<AttachmentState, 'add' | 'addText' | 'dismiss'> {
  const put = (id: string, file: HandedFile | null): void => {
    const others = getState().handed.filter((each) => each.id !== id)
    setState({ handed: file === null ? others : [...others, file] })
  }

  async function hand(file: HandedFile, read: () => Promise<Uint8Array<ArrayBuffer>>): Promise<string | undefined> {
    try {
      const { id, owner, name } = file
      const bytes = await read()
      const row = await overLosses(() => api.attachments.add({ id, owner, name, bytes }))
      getState().changed(row.id, row)
      put(id, null)
      return row.id
    } catch (error) {
      put(file.id, { ...file, refusal: { kind: 'fault', fault: faultOf(error) } })
      return undefined
    }
  }

  return {
    async add(owner, files) {
      const all = files.map((file) => {
        const handed = { id: newId(), owner, name: file.name, sizeBytes: file.size, refusal: refusalOf(file) }
        return { file, handed }
      })
      setState({ handed: [...getState().handed, ...all.map(({ handed }) => handed)] })
      for (const { file, handed } of all)
        if (handed.refusal === null) await hand(handed, async () => new Uint8Array(await file.arrayBuffer()))
    },

    async addText(owner, { name, text }) {
      const bytes = new TextEncoder().encode(text)
      const handed = { id: newId(), owner, name, sizeBytes: bytes.length, refusal: null }
      put(handed.id, handed)
      return await hand(handed, async () => bytes)
    },

    dismiss: (id) => put(id, null),
  }
}

const runOnce: OverLosses = (work) => work()

/** Said before anything is handed over: no model here can see, and a folder is no file. */
function refusalOf({ type, isFolder }: FileToAttach): Refusal | null {
  if (isFolder) return { kind: 'folder' }
  return type.startsWith('image/') ? { kind: 'picture' } : null
}

const byId = (rows: readonly AttachmentRow[]): ReadonlyMap<string, AttachmentRow> => new Map(rows.map((row) => [row.id, row]))

/** Of those of a chat, the ones that wait in its composer. */
export const waitingOf = ({ rows }: Pick<AttachmentState, 'rows'>, owner: string): AttachmentRow[] =>
  [...rows.values()].filter((row) => row.owner === owner && row.message_id === null)

/** Whether it is still being read: a question waits for it. */
export const isBeingRead = ({ status, fault }: AttachmentRow): boolean =>
  fault === null && (status === 'waiting' || status === 'reading' || status === 'embedding')

/** What a question of this chat has to wait for. */
export function unreadOf(
  { rows, handed }: Pick<AttachmentState, 'rows' | 'handed'>,
  owner: string,
): (AttachmentRow | HandedFile)[] {
  const onTheWay = handed.filter((file) => file.owner === owner && file.refusal === null)
  return [...onTheWay, ...waitingOf({ rows }, owner).filter(isBeingRead)]
}

/** Whether one of these could not be read, or was refused. */
export function hasFailed({ rows, handed }: Pick<AttachmentState, 'rows' | 'handed'>, ids: readonly string[]): boolean {
  return ids.some((id) => {
    const row = rows.get(id)
    return row ? row.fault !== null : handed.some((file) => file.id === id && file.refusal !== null)
  })
}
