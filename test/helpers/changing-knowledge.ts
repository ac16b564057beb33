import type { Db } from '../../src-main/db/database.ts'
import { createEmbedderChange, type EmbedderChange } from '../../src-main/knowledge/embedder-change/embedder-change.ts'
import { AppError, rpcError } from '../../src-shared/rpc/errors.ts'
import { type KnowledgeFixture, openKnowledge } from './knowledge-fixture.ts'
import { wordVector } from './word-vectors.ts'

/** Vectors of different embedders have different lengths: one never passes for another's. */
const dimensions: Readonly<Record<string, number>> = { first: 768, second: 1024, third: 640 }
const vectorBy = (id: string, text: string): Float32Array => wordVector(text, dimensions[id])

export interface ChangingKnowledge extends KnowledgeFixture, Gate {
  readonly change: EmbedderChange
  readonly installed: Set<string>
  /** Texts that were embedded again. */
  readonly again: readonly string[]
  /** The embedders that questions were embedded with. */
  readonly asked: readonly string[]
  choose(id: string): void
  /** What the next text fails with. */
  failWith(error: unknown): void
}

export interface ChangingOptions {
  readonly folder: string
  readonly db?: Db
  readonly chosen?: string
  readonly now?: () => number
}

/** Knowledge whose embedder can be changed: the loop, the rows and the search are real, vectors are made of words. */
export function openChanging({ folder, db, chosen = 'first', now = Date.now }: ChangingOptions): ChangingKnowledge {
  const state = { chosen, fault: undefined as unknown }
  const installed = new Set(Object.keys(dimensions))
  const again: string[] = []
  const asked: string[] = []
  const { pass, ...gate } = createGate()
  const model = (id: string) => (installed.has(id) ? { id, path: id } : undefined)

  async function embedAgain(text: string, signal: AbortSignal): Promise<void> {
    await pass(signal)
    const { fault } = state
    state.fault = undefined
    if (fault !== undefined) throw fault
    again.push(text)
  }

  const knowledge: KnowledgeFixture = openKnowledge({
    folder,
    ...(db && { db }),
    embedder: createRunner(async () => {}),
    embedderModel: () => change.serving(),
    async embedQuery(text) {
      const id = change.serving()?.id ?? ''
      asked.push(id)
      return vectorBy(id, text)
    },
  })
  const change: EmbedderChange = createEmbedderChange({
    ...{ db: knowledge.db, now, embedder: createRunner(embedAgain), pace: async () => {}, onFault: () => {} },
    ...{ chosen: () => model(state.chosen), installed: model, onChangedOver: () => knowledge.importer.embedMissing() },
  })
  const choose = (id: string): void => {
    state.chosen = id
    change.settle()
  }
  choose(chosen)

  return {
    ...{ ...knowledge, ...gate, change, installed, again, asked, choose },
    failWith(error) {
      state.fault = error
    },
    async [Symbol.asyncDispose]() {
      await change[Symbol.asyncDispose]()
      await knowledge[Symbol.asyncDispose]()
    },
  }
}

/** An engine with one model at a time, as the real one. */
function createRunner(beforeText: (text: string, signal: AbortSignal) => Promise<void>) {
  let loaded = ''
  return {
    load: async ({ id }: { id: string }) => {
      loaded = id
      return { max_tokens: 384 }
    },
    count: async (texts: readonly string[]) => texts.map((text) => text.split(/\s+/).length),
    async *embed(texts: readonly string[], signal: AbortSignal) {
      for (const text of texts) {
        await beforeText(text, signal)
        yield vectorBy(loaded, text)
      }
    },
  }
}

interface Gate {
  /** After so many texts more, embedding again waits until `goOn`. */
  holdAfter(texts: number): void
  goOn(): void
  /** Resolves when it waits there. */
  held(): Promise<void>
}

function createGate(): Gate & { pass(signal: AbortSignal): Promise<void> } {
  let left = Number.POSITIVE_INFINITY
  let gate = { reached: Promise.withResolvers<void>(), open: Promise.withResolvers<void>() }
  return {
    async pass(signal) {
      if (left-- > 0) return
      gate.reached.resolve()
      const aborted = Promise.withResolvers<never>()
      signal.addEventListener('abort', () => aborted.reject(new AppError(rpcError.aborted)))
      await Promise.race([gate.open.promise, aborted.promise])
    },
    holdAfter(texts) {
      gate = { reached: Promise.withResolvers<void>(), open: Promise.withResolvers<void>() }
      left = texts
    },
    goOn() {
      left = Number.POSITIVE_INFINITY
      gate.open.resolve()
    },
    held: () => gate.reached.promise,
  }
}
