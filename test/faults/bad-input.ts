import { expect } from 'vitest'
import { errorSentence, type Fault } from '../../src-shared/errors/error-sentence.ts'
import { newId } from '../../src-shared/ids.ts'
import type { DocumentRow, ImportJobRow } from '../../src-shared/rows/knowledge.ts'
import type { MessageRow } from '../../src-shared/rows/message.ts'
import { AppError, rpcError } from '../../src-shared/rpc/errors.ts'
import type { CoreProcess } from '../helpers/core-process.ts'
import { waitFor } from '../helpers/wait-for.ts'

export type Api = Pick<CoreProcess, 'api'>

/** What a call is refused with; fails when it is not, or takes longer than anybody waits. */
export async function refusalOf(call: Promise<unknown>, limitMs = 10_000): Promise<Fault> {
  const startedMs = performance.now()
  const refusal = await call.then(
    () => undefined,
    (error: unknown) => error,
  )
  if (!(refusal instanceof AppError)) throw new Error('it was not refused in words', { cause: refusal })
  expect(performance.now() - startedMs).toBeLessThan(limitMs)
  return refusal
}

/** Expects the code, and that its sentence can be read: whole, with these words, and not the one for faults of our own. */
export function expectInWords(fault: Fault | null | undefined, code: string, ...words: readonly (string | RegExp)[]): void {
  expect(fault).toMatchObject({ code })
  const sentence = errorSentence(fault ?? { code })
  expect(sentence).not.toBe(errorSentence({ code: rpcError.internal }))
  expect(sentence).toMatch(/^[\p{Lu}“].{30,}\.$/u)
  expect(sentence).not.toMatch(/undefined|null|NaN|\[object|unknown (?:number|size)|“”| {2}/)
  for (const word of words) expect(sentence).toMatch(word)
}

export interface Answered {
  readonly question: MessageRow
  readonly reply: MessageRow
  readonly conversationId: string
}

/** Asks as the page does and follows to the end; both rows are read anew afterwards. */
export async function ask(
  { api }: Api,
  text: string,
  wish: { readonly collectionIds?: string[]; readonly modelId?: string } = {},
): Promise<Answered> {
  const ids = { conversation_id: newId(), message_id: newId(), reply_id: newId() }
  const { collectionIds: collection_ids, modelId: model_id } = wish
  const events = api.chat.send({
    ...{ ...ids, text },
    ...(collection_ids === undefined ? {} : { collection_ids }),
    ...(model_id === undefined ? {} : { model_id }),
  })
  for await (const _ of events);
  const question = await api.messages.get({ id: ids.message_id })
  const reply = await api.messages.get({ id: ids.reply_id })
  return { question, reply, conversationId: ids.conversation_id }
}

export async function newCollection({ api }: Api, name = 'Papers'): Promise<string> {
  const id = newId()
  await api.collections.create({ id, name })
  return id
}

export interface Imported {
  readonly job: ImportJobRow
  /** By name. */
  readonly documents: ReadonlyMap<string, DocumentRow>
}

/** Imports files and waits until the job runs no more. */
export async function importFiles({ api }: Api, collectionId: string, paths: readonly string[]): Promise<Imported> {
  const { id } = await api.documents.import({ job_id: newId(), collection_id: collectionId, paths: [...paths] })
  return { job: await jobEnded({ api }, id), documents: await documentsOf({ api }, collectionId) }
}

export const jobEnded = ({ api }: Api, jobId: string): Promise<ImportJobRow> =>
  waitFor('the import to end', async () =>
    (await api.documents.jobs()).find(({ id, status }) => id === jobId && status !== 'running'),
  )

export async function documentsOf({ api }: Api, collectionId: string): Promise<ReadonlyMap<string, DocumentRow>> {
  const { items } = await api.documents.list({ collection_id: collectionId, limit: 1000 })
  return new Map(items.map((document) => [document.name, document]))
}

/** One document that answers one question, for telling that everything still works. */
export const knownFact = 'The boiler is serviced every October by the caretaker.'
export const knownQuestion = 'When is the boiler serviced?'

export async function expectAnswers(core: Api, collectionIds: string[], modelId?: string): Promise<void> {
  const { reply } = await ask(core, knownQuestion, modelId === undefined ? { collectionIds } : { collectionIds, modelId })
  expect(reply).toMatchObject({ status: 'complete', fault: null })
  expect(reply.text).toContain('October')
}
