import { createStore, type StoreApi } from 'zustand/vanilla'
import { knowledgeError } from '../../src-shared/desktop/knowledge.ts'
import { changedTags } from '../../src-shared/rows/facets.ts'
import type { CollectionRow, DocumentRow, ImportJobRow, PassageRow } from '../../src-shared/rows/knowledge.ts'
import { AppError } from '../../src-shared/rpc/errors.ts'
import type { Api } from '../api.ts'
import { createNewerChanges, type NewerChanges } from '../connection/newer-changes.ts'
import type { OverLosses } from '../connection/over-losses.ts'
import { isPassing } from '../fault-of.ts'
import type { FacetChange } from './facet-draft.ts'
import { type Finished, withFinished } from './import-pace.ts'

export interface KnowledgeState {
  readonly collections: readonly CollectionRow[]
  readonly documents: ReadonlyMap<string, DocumentRow>
  readonly jobs: ReadonlyMap<string, ImportJobRow>
  readonly areCollectionsRead: boolean
  readonly isLoaded: boolean
  /** The collection that the knowledge page shows. */
  readonly chosenId: string | null
  readonly view: KnowledgeView
  /** Collections that are on their way out: with many documents that takes a while. */
  readonly removing: ReadonlySet<string>
  /** What was read of late in each collection: how fast an import goes. */
  readonly finished: Readonly<Record<string, Finished>>
  reread(): Promise<void>
  choose(collectionId: string): void
  show(view: KnowledgeView): void
  /** Resolves with its id. */
  create(name: string): Promise<string>
  /** Adds the documents that ship with Hearth, into the collection of this name. */
  addSamples(name: string): Promise<void>
  rename(id: string, name: string): Promise<void>
  remove(id: string): Promise<void>
  /** What documents that come into it are given. */
  giveToNew(id: string, change: FacetChange): Promise<void>
  /** All that can be read. Errors: `knowledge.unread_files` {names} of the others. */
  addFiles(collectionId: string, files: readonly File[]): Promise<void>
  importPaths(collectionId: string, paths: readonly string[]): Promise<void>
  /** Reads again what has changed on the disk. */
  rereadChanged(collectionId: string): Promise<void>
  passages(documentId: string, offset: number): Promise<PassagePage>
  stopJob(id: string): Promise<void>
  resumeJob(id: string): Promise<void>
  retry(documentId: string): Promise<void>
  removeDocument(documentId: string): Promise<void>
  organise(documentIds: readonly string[], change: FacetChange): Promise<void>
  collectionChanged(id: string, row: CollectionRow | null): void
  documentChanged(id: string, row: DocumentRow | null): void
  jobChanged(id: string, row: ImportJobRow | null): void
}

/** What is shown of a collection. */
export const knowledgeViews = ['documents', 'search', 'options'] as const
export type KnowledgeView = (typeof knowledgeViews)[number]

export interface PassagePage {
  readonly items: readonly PassageRow[]
  readonly total: number
}

export interface KnowledgeDeps {
  readonly api: Pick<Api, 'collections' | 'documents'>
  readonly newId: () => string
  readonly overLosses?: OverLosses
  readonly now?: () => number
}

interface Newer {
  readonly collections: NewerChanges<CollectionRow>
  readonly documents: NewerChanges<DocumentRow>
  readonly jobs: NewerChanges<ImportJobRow>
}

type Kit = Required<KnowledgeDeps> & Pick<StoreApi<KnowledgeState>, 'getState' | 'setState'> & { readonly newer: Newer }
type Changes = Pick<KnowledgeState, 'collectionChanged' | 'documentChanged' | 'jobChanged'>
type Collections = Pick<KnowledgeState, 'choose' | 'show' | 'create' | 'addSamples' | 'rename' | 'remove' | 'giveToNew'>
type Documents = Omit<KnowledgeState, keyof Changes | keyof Collections | keyof Rows | 'reread'>
type Read = 'collections' | 'documents' | 'jobs' | 'areCollectionsRead' | 'isLoaded'
type Rows = Pick<KnowledgeState, Read | 'chosenId' | 'view' | 'removing' | 'finished'>

const pageSize = 1000

export function createKnowledgeStore(deps: KnowledgeDeps): StoreApi<KnowledgeState> {
  return createStore<KnowledgeState>((setState, getState) => {
    const kit: Kit = { now: Date.now, overLosses: (work) => work(), ...deps, getState, setState, newer: allNewer() }
    return {
      collections: [],
      documents: new Map(),
      jobs: new Map(),
      areCollectionsRead: false,
      isLoaded: false,
      chosenId: null,
      view: 'documents',
      removing: new Set(),
      finished: {},
      reread: () => rereadKnowledge(kit),
      ...collectionActions(kit),
      ...documentActions(kit),
      ...changes(kit),
    }
  })
}

const allNewer = (): Newer => ({
  collections: createNewerChanges(),
  documents: createNewerChanges(),
  jobs: createNewerChanges(),
})

/** Each as soon as it is there: a question needs to know the collections, and ten thousand documents take their time. */
async function rereadKnowledge({ api, newer, setState }: Kit): Promise<void> {
  const collections = async (): Promise<void> => {
    const rows = await newer.collections
      .over(async () => byId(await api.collections.list()))
      .catch((error: unknown) => {
        // It was told. Whoever waits for them asks without.
        if (!isPassing(error)) setState({ areCollectionsRead: true })
        throw error
      })
    setState({ collections: [...rows.values()].toSorted(byName), areCollectionsRead: true })
  }
  const documents = async (): Promise<void> =>
    setState({ documents: await newer.documents.over(async () => byId(await readDocuments(api))) })
  const jobs = async (): Promise<void> => setState({ jobs: await newer.jobs.over(async () => byId(await api.documents.jobs())) })
  await Promise.all([collections(), documents(), jobs()])
  setState({ isLoaded: true })
}

function collectionActions({ api, newId, getState, setState }: Kit): Collections {
  return {
    choose: (chosenId) => setState({ chosenId }),
    show: (view) => setState({ view }),
    async create(name) {
      const row = await api.collections.create({ id: newId(), name })
      getState().collectionChanged(row.id, row)
      setState({ chosenId: row.id })
      return row.id
    },
    async addSamples(name) {
      const row = await api.collections.addSamples({ id: newId(), name, job_id: newId() })
      getState().collectionChanged(row.id, row)
    },
    async rename(id, name) {
      getState().collectionChanged(id, await api.collections.rename({ id, name }))
    },
    async remove(id) {
      const { removing, chosenId, collections } = getState()
      const isShown = (chosenId ?? collections[0]?.id) === id
      setState({ removing: new Set([...removing, id]) })
      try {
        await api.collections.remove({ id })
        getState().collectionChanged(id, null)
        // Nobody meant the options of the next one.
        if (isShown) setState({ view: 'documents' })
      } finally {
        setState({ removing: new Set([...getState().removing].filter((each) => each !== id)) })
      }
    },
    async giveToNew(id, { add_tags, remove_tags, ...change }) {
      const before = getState().collections.find((each) => each.id === id)?.tags ?? []
      const tags = changedTags(before, { add: add_tags, remove: remove_tags })
      getState().collectionChanged(id, await api.collections.giveToNew({ id, tags, ...change }))
    },
  }
}

function documentActions({ api, newId, overLosses, getState, setState }: Kit): Documents {
  const job = (row: ImportJobRow): void => getState().jobChanged(row.id, row)
  return {
    async addFiles(collectionId, files) {
      const jobId = newId()
      const unread: string[] = []
      for (const file of files) {
        const bytes = await bytesOf(file)
        if (bytes === undefined) {
          unread.push(file.name)
          continue
        }
        const handed = { job_id: jobId, collection_id: collectionId, id: newId(), name: file.name, bytes }
        // The page alone has these bytes; under the same id they are not doubled.
        job(await overLosses(() => api.documents.add(handed)))
      }
      if (unread.length > 0) throw new AppError(knowledgeError.unreadFiles, { names: unread.join(', ') })
    },
    importPaths: async (collectionId, paths) =>
      job(await api.documents.import({ job_id: newId(), collection_id: collectionId, paths: [...paths] })),
    rereadChanged: async (collectionId) => job(await api.documents.reread({ job_id: newId(), collection_id: collectionId })),
    passages: (id, offset) => api.documents.passages({ id, offset }),
    stopJob: async (id) => job(await api.documents.stopJob({ id })),
    resumeJob: async (id) => job(await api.documents.resumeJob({ id })),
    async retry(id) {
      getState().documentChanged(id, await api.documents.retry({ id }))
    },
    async removeDocument(id) {
      await api.documents.remove({ id })
      getState().documentChanged(id, null)
    },
    async organise(ids, change) {
      for (let at = 0; at < ids.length; at += pageSize) {
        const rows = await api.documents.organise({ ids: ids.slice(at, at + pageSize), ...change })
        setState({ documents: new Map([...getState().documents, ...byId(rows)]) })
      }
    },
  }
}

/** Undefined for one that is gone or closed meanwhile: the files behind it are not lost by it. */
const bytesOf = (file: File): Promise<Uint8Array<ArrayBuffer> | undefined> =>
  file.arrayBuffer().then(
    (buffer) => new Uint8Array(buffer),
    () => undefined,
  )

function changes({ api, now, newer, getState, setState }: Kit): Changes {
  async function readWaiting(collectionId: string): Promise<void> {
    const rows = await newer.documents.over(async () => byId(await readDocuments(api, collectionId)))
    // Nor is it told to a reread that is under way.
    for (const [id, row] of rows) newer.documents.note(id, row)
    setState({ documents: new Map([...getState().documents, ...rows]) })
  }
  return {
    collectionChanged(id, row) {
      newer.collections.note(id, row)
      const others = getState().collections.filter((collection) => collection.id !== id)
      setState({ collections: row === null ? others : [...others, row].toSorted(byName) })
    },
    documentChanged(id, row) {
      newer.documents.note(id, row)
      const { documents, finished } = getState()
      const isFinished = row?.status === 'ready' && documents.get(id)?.status !== 'ready'
      const before = finished[row?.collection_id ?? ''] ?? []
      setState({
        documents: changedMap(documents, id, row),
        ...(isFinished ? { finished: { ...finished, [row.collection_id]: withFinished(before, row, now()) } } : {}),
      })
    },
    jobChanged(id, row) {
      newer.jobs.note(id, row)
      const known = getState().jobs.get(id)
      setState({ jobs: changedMap(getState().jobs, id, row) })
      // What waits in a job is told by no change of its own.
      if (row && row.status === 'running' && known?.total !== row.total) void readWaiting(row.collection_id).catch(() => {})
    },
  }
}

async function readDocuments(api: Pick<Api, 'documents'>, collectionId?: string): Promise<DocumentRow[]> {
  const rows: DocumentRow[] = []
  const wanted = collectionId === undefined ? {} : { collection_id: collectionId }
  while (true) {
    const { items, total } = await api.documents.list({ ...wanted, limit: pageSize, offset: rows.length })
    rows.push(...items)
    if (items.length === 0 || rows.length >= total) return rows
  }
}

function changedMap<R>(rows: ReadonlyMap<string, R>, id: string, row: R | null): ReadonlyMap<string, R> {
  const changed = new Map(rows)
  if (row === null) changed.delete(id)
  else changed.set(id, row)
  return changed
}

const byId = <R extends { readonly id: string }>(rows: readonly R[]): ReadonlyMap<string, R> =>
  new Map(rows.map((row) => [row.id, row]))

const byName = (a: CollectionRow, b: CollectionRow): number => a.name.localeCompare(b.name)
