import { createStore, type StoreApi } from 'zustand/vanilla'
import type { CollectionRow, DocumentRow, ImportJobRow } from '../../src-shared/rows/knowledge.ts'
import type { Api } from '../api.ts'

export interface KnowledgeState {
  readonly collections: readonly CollectionRow[]
  readonly documents: ReadonlyMap<string, DocumentRow>
  readonly jobs: ReadonlyMap<string, ImportJobRow>
  readonly isLoaded: boolean
  /** The collection that the knowledge page shows. */
  readonly chosenId: string | null
  reread(): Promise<void>
  choose(collectionId: string): void
  /** Resolves with its id. */
  create(name: string): Promise<string>
  rename(id: string, name: string): Promise<void>
  remove(id: string): Promise<void>
  addFiles(collectionId: string, files: readonly File[]): Promise<void>
  importPath(collectionId: string, path: string): Promise<void>
  stopJob(id: string): Promise<void>
  resumeJob(id: string): Promise<void>
  retry(documentId: string): Promise<void>
  removeDocument(documentId: string): Promise<void>
  collectionChanged(id: string, row: CollectionRow | null): void
  documentChanged(id: string, row: DocumentRow | null): void
  jobChanged(id: string, row: ImportJobRow | null): void
}

export interface KnowledgeDeps {
  readonly api: Pick<Api, 'collections' | 'documents'>
  readonly newId: () => string
}

type Kit = KnowledgeDeps & Pick<StoreApi<KnowledgeState>, 'getState' | 'setState'>
type Changes = Pick<KnowledgeState, 'collectionChanged' | 'documentChanged' | 'jobChanged'>
type Collections = Pick<KnowledgeState, 'choose' | 'create' | 'rename' | 'remove'>
type Documents = Omit<KnowledgeState, keyof Changes | keyof Collections | keyof Rows | 'reread'>
type Rows = Pick<KnowledgeState, 'collections' | 'documents' | 'jobs' | 'isLoaded' | 'chosenId'>

const pageSize = 1000

export function createKnowledgeStore(deps: KnowledgeDeps): StoreApi<KnowledgeState> {
  return createStore<KnowledgeState>((setState, getState) => {
    const kit: Kit = { ...deps, getState, setState }
    return {
      collections: [],
      documents: new Map(),
      jobs: new Map(),
      isLoaded: false,
      chosenId: null,
      async reread() {
        const [collections, documents, jobs] = await Promise.all([
          deps.api.collections.list(),
          readDocuments(deps.api),
          deps.api.documents.jobs(),
        ])
        setState({ collections: collections.toSorted(byName), documents: byId(documents), jobs: byId(jobs), isLoaded: true })
      },
      ...collectionActions(kit),
      ...documentActions(kit),
      ...changes(kit),
    }
  })
}

function collectionActions({ api, newId, getState, setState }: Kit): Collections {
  return {
    choose: (chosenId) => setState({ chosenId }),
    async create(name) {
      const row = await api.collections.create({ id: newId(), name })
      getState().collectionChanged(row.id, row)
      setState({ chosenId: row.id })
      return row.id
    },
    async rename(id, name) {
      getState().collectionChanged(id, await api.collections.rename({ id, name }))
    },
    async remove(id) {
      await api.collections.remove({ id })
      getState().collectionChanged(id, null)
    },
  }
}

function documentActions({ api, newId, getState }: Kit): Documents {
  const job = (row: ImportJobRow): void => getState().jobChanged(row.id, row)
  return {
    async addFiles(collectionId, files) {
      const jobId = newId()
      for (const file of files) {
        const bytes = new Uint8Array(await file.arrayBuffer())
        job(await api.documents.add({ job_id: jobId, collection_id: collectionId, name: file.name, bytes }))
      }
    },
    importPath: async (collectionId, path) =>
      job(await api.documents.import({ job_id: newId(), collection_id: collectionId, paths: [path] })),
    stopJob: async (id) => job(await api.documents.stopJob({ id })),
    resumeJob: async (id) => job(await api.documents.resumeJob({ id })),
    async retry(id) {
      getState().documentChanged(id, await api.documents.retry({ id }))
    },
    async removeDocument(id) {
      await api.documents.remove({ id })
      getState().documentChanged(id, null)
    },
  }
}

function changes({ getState, setState }: Kit): Changes {
  return {
    collectionChanged(id, row) {
      const others = getState().collections.filter((collection) => collection.id !== id)
      setState({ collections: row === null ? others : [...others, row].toSorted(byName) })
    },
    documentChanged: (id, row) => setState({ documents: changedMap(getState().documents, id, row) }),
    jobChanged: (id, row) => setState({ jobs: changedMap(getState().jobs, id, row) }),
  }
}

async function readDocuments(api: Pick<Api, 'documents'>): Promise<DocumentRow[]> {
  const rows: DocumentRow[] = []
  while (true) {
    const { items, total } = await api.documents.list({ limit: pageSize, offset: rows.length })
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
