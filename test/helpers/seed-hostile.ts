import { zipSync } from 'fflate'
import type { desktop } from '../../src-shared/desktop/contract.ts'
import type { MessageRow, Source } from '../../src-shared/rows/message.ts'
import type { Client } from '../../src-shared/rpc/contract.ts'
import { conversationWith, messageWith, newId } from './conversation-rows.ts'
import { hostileMarkdown } from './hostile-markdown.ts'
import { hostileTexts } from './hostile-texts.ts'
import { importDone } from './knowing-core.ts'

type Api = Client<typeof desktop>

export const hostile: readonly string[] = [...new Set([...hostileMarkdown, ...hostileTexts])]

/** As much of each text as a name may have, and only those that a name may be made of. */
export const names = (most: number): string[] => [
  ...new Set(hostile.map((text) => text.trim().slice(0, most).trim()).filter((name) => name !== '')),
]

const pairsInChat = 8

/** A chat for each text as its title, and the texts as questions, answers, thoughts, sources, faults and summaries. */
export async function seedHostileChats(api: Api): Promise<void> {
  for (let from = 0; from < hostile.length; from += pairsInChat) {
    const texts = hostile.slice(from, from + pairsInChat)
    const messages = texts.flatMap((text) => [{ text: text.trim() || 'x' }, { text, thought: text }])
    await putChat(api, { title: `Texts ${from / pairsInChat}`, messages })
  }
  const ended = names(200).slice(0, 24)
  const statuses = ['interrupted', 'failed', 'stopped'] as const
  const faults = ended.flatMap((text, n) => {
    const fault = {
      code: n % 2 === 0 ? 'chat.model_not_ready' : `<img src=x onerror=alert(1)>${n}`,
      data: { model: text, name: text },
    }
    return [{ text }, { text: '', status: statuses[n % 3] ?? 'failed', fault, model_id: text }]
  })
  await putChat(api, { title: 'Faults', messages: faults })
  // Newest last: these are what the list begins with.
  for (const title of names(200)) await putChat(api, { title, messages: [{ text: 'So?' }, { text: 'It is so.' }] })
}

type Fields = Partial<MessageRow>

interface Chat {
  readonly title: string
  readonly messages: readonly Fields[]
  readonly summary?: string
}

async function putChat(api: Api, { title, messages, summary }: Chat): Promise<string> {
  const conversation_id = newId()
  const rows: MessageRow[] = []
  for (const [index, fields] of messages.entries()) {
    const role = index % 2 === 0 ? ('user' as const) : ('assistant' as const)
    rows.push(messageWith({ conversation_id, parent_id: rows.at(-1)?.id ?? null, role, ...fields }))
  }
  const conversation = conversationWith({
    id: conversation_id,
    title,
    title_source: 'user',
    selected_leaf_id: rows.at(-1)?.id ?? null,
    updated_at: Date.now(),
  })
  const compactions = summary === undefined ? [] : [summaryOf({ conversation_id, message_id: rows[1]?.id ?? '', text: summary })]
  await api.conversations.import({
    export: { format: 'hearth.conversation', version: 1, conversation, messages: rows, tags: [], compactions },
  })
  return conversation_id
}

const summaryOf = (fields: { conversation_id: string; message_id: string; text: string }) => ({
  ...fields,
  id: newId(),
  messages: 2,
  source: 'auto' as const,
  model_id: null,
  created_at: 1,
  updated_at: 1,
})

/** Folders, tags, personas, templates: each named by a text and, where it has words, made of one. */
export async function seedHostileNames(api: Api): Promise<void> {
  // Few enough that chats stand below them in one window.
  for (const name of names(80).filter((_, n) => n % 24 === 6))
    await ignoringTaken(() => api.folders.create({ id: newId(), name }))
  await api.folders.create({ id: newId(), name: 'a \u202E txt.exe' })
  for (const name of names(40).slice(0, 60)) await ignoringTaken(() => api.tags.create({ id: newId(), name }))
  for (const name of names(60).slice(0, 60))
    await ignoringTaken(() =>
      api.personas.put({
        ...{ id: newId(), name, icon: 'drama', system_prompt: name, model_id: null, think: null },
        ...{ temperature: null, top_p: null, top_k: null, collection_ids: null },
      }),
    )
  for (const [n, name] of names(60).slice(0, 60).entries())
    await ignoringTaken(() => api.templates.put({ id: newId(), name, text: `${hostile[n]?.trim().slice(0, 2000)} {{${name}}}` }))
  for (const name of names(80).slice(0, 30)) await ignoringTaken(() => api.collections.create({ id: newId(), name }))
}

/** Two names may be the same in another case: one of them is enough. */
async function ignoringTaken(work: () => Promise<unknown>): Promise<void> {
  try {
    await work()
  } catch (error) {
    if (!(error instanceof Error && /name_taken/.test(error.message))) throw error
  }
}

/** Documents named by the texts and made of them, one that cannot be read, and a chat whose answer has them as its sources. */
export async function seedHostileDocuments(api: Api): Promise<void> {
  const [collection_id, job_id] = [newId(), newId()]
  await api.collections.create({ id: collection_id, name: '\u202Edesrever' })
  const fileNames = names(200).map((name) => `${name.replaceAll('/', '∕')}.md`)
  const pieces = fileNames.slice(0, 12)
  for (const [n, name] of pieces.entries()) {
    const part = hostile.slice(n * 20, n * 20 + 20).map((text) => text.slice(0, 1500))
    const bytes = new TextEncoder().encode(`# ${part[0]}\n\n${part.join('\n\nThe alert of the script is here.\n\n')}\n`)
    await api.documents.add({ job_id, collection_id, name, bytes })
  }
  await api.documents.add({ job_id, collection_id, name: `${fileNames[13]}.pdf`, bytes: new TextEncoder().encode('%PDF-1.4 no') })
  await importDone({ api }, job_id)
  const { items } = await api.documents.list({ collection_id })
  const sources: Source[] = []
  for (const { id, name, path } of items.filter(({ status }) => status === 'ready')) {
    const passage = (await api.documents.passages({ id, limit: 1 })).items[0]
    if (passage) sources.push({ ...sourceFields(passage), document_id: id, document: name, path: path ?? `/a/${name}` })
  }
  const answer = sources.map((_, n) => `Said there [${n + 1}].`).join(' ')
  const search = { route: 'hybrid', reason: 'rows', passages: 3, took_ms: 1 }
  await putChat(api, {
    title: 'Sources',
    messages: [{ text: 'Which?' }, { text: answer, sources, search }, { text: 'And?' }, { text: 'So.' }],
    summary: hostile.slice(0, 60).join('\n\n').slice(0, 20_000),
  })
}

const sourceFields = (passage: { id: string; page: number | null; start: number; end: number; text: string }) => ({
  passage_id: passage.id,
  page: passage.page,
  start: passage.start,
  end: passage.end,
  text: passage.text,
  heading: hostile.slice(0, 3),
  score: 0.5,
})

/** An export of ChatGPT whose titles and words are the texts, and which has chats that cannot be read. */
export function hostileExport(): Uint8Array<ArrayBuffer> {
  const chats = names(200)
    .slice(0, 60)
    .map((title, n) => ({ title, create_time: 1, conversation_id: `c-${n}`, mapping: n % 2 === 0 ? {} : mappingOf(title) }))
  return new Uint8Array(zipSync({ 'conversations.json': new TextEncoder().encode(JSON.stringify(chats)) }))
}

const mappingOf = (text: string) => ({
  root: { id: 'root', parent: null, children: ['q'], message: null },
  q: {
    id: 'q',
    parent: 'root',
    children: [],
    message: {
      id: 'q',
      author: { role: 'user' },
      create_time: 1,
      recipient: 'all',
      content: { content_type: 'text', parts: [text] },
    },
  },
})
