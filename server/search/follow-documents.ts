import type { PassageIndex } from '../../src-main/search/index-files/open-passage-index.ts'
import type { DocumentHead, DocumentPlace, KnowledgeStore } from '../stores/knowledge-store.ts'

export interface Follower {
  /** The index has everything that the user's documents were when this was called, or more. Errors: `STORE_UNAVAILABLE`. */
  follow(userId: string): Promise<void>
  hasFollowed(userId: string): boolean
  /** What the index has of him is compared again before the next search. */
  doubt(userId: string): void
}

export interface FollowerDeps {
  readonly knowledge: KnowledgeStore
  readonly index: PassageIndex
}

/** So many users are remembered; of the others the index is compared again. */
const mostKnown = 50_000
const headsAtOnce = 500

/** Brings the index up to what the store has, a user at a time. What changed is read whole, what did not is not read. */
export function createFollower(deps: FollowerDeps): Follower {
  const known = new Map<string, number>()
  const running = new Map<string, Promise<void>>()

  async function compareNow(userId: string): Promise<void> {
    try {
      const revision = await compare(deps, userId)
      known.delete(userId)
      known.set(userId, revision)
      if (known.size > mostKnown) for (const oldest of [...known.keys()].slice(0, 1)) known.delete(oldest)
    } finally {
      running.delete(userId)
    }
  }

  /** One at a time of each user. */
  function comparing(userId: string): Promise<void> {
    const already = running.get(userId)
    if (already !== undefined) return already
    const started = compareNow(userId)
    running.set(userId, started)
    return started
  }

  return {
    async follow(userId) {
      const wanted = await deps.knowledge.revision(userId)
      // One that runs already may have looked too early.
      while ((known.get(userId) ?? -1) < wanted) {
        await comparing(userId)
        if ((await deps.knowledge.revision(userId)) >= wanted) continue
        // Erased meanwhile, or another backup: what was compared with is not there any more.
        known.delete(userId)
        return await deps.index.forget(userId)
      }
    },
    hasFollowed: (userId) => known.has(userId),
    doubt: (userId) => void known.delete(userId),
  }
}

/** Returns the revision that the index has now. It is read first: what changes meanwhile has a later one. */
async function compare({ knowledge, index }: FollowerDeps, userId: string): Promise<number> {
  const revision = await knowledge.revision(userId)
  const heads = await allHeads(knowledge, userId)
  const state = await index.state(userId)
  const indexed = new Map(state.documents.map((each) => [each.id, each.revision]))
  const present = new Set(heads.map(({ document_id }) => document_id))
  const gone = state.documents.map(({ id }) => id).filter((id) => !present.has(id))
  if (gone.length > 0) await index.remove(userId, gone)
  for (const head of heads)
    if (indexed.get(head.document_id) !== head.revision) await copyDocument({ knowledge, index }, userId, head)
  if (state.revision < revision) await index.settle(userId, revision)
  return revision
}

async function copyDocument({ knowledge, index }: FollowerDeps, userId: string, head: DocumentHead): Promise<void> {
  const found = await knowledge.readDocument(head)
  // With a later revision; whoever waits for that compares once more.
  if (found === undefined) return
  const { document_id: id, revision, embedder, metadata } = found.head
  const { passages } = found
  const contents = passages.map(({ content, embedding }) => ({ content, embedding }))
  await index.put(userId, { id, revision, name: metadata.source, embedder, passages: contents })
}

async function allHeads(knowledge: KnowledgeStore, userId: string): Promise<readonly DocumentHead[]> {
  const heads: DocumentHead[] = []
  let after: DocumentPlace | undefined
  do {
    const page = await knowledge.listDocuments(userId, { limit: headsAtOnce, after })
    heads.push(...page.documents)
    after = page.next
  } while (after !== undefined)
  return heads
}
