import type { desktop } from '../../src-shared/desktop/contract.ts'
import type { Client } from '../../src-shared/rpc/contract.ts'
import { conversationWith, messageWith, newId } from './conversation-rows.ts'

export interface Searchable {
  readonly conversationId: string
  /** The message that says it, on the branch that is not shown. */
  readonly messageId: string
  /** The first of that branch. */
  readonly firstId: string
}

const turns = 200

/** A chat whose shown branch is one question, and whose other one is long and has the sentence in its middle. */
export async function seedSearchableChat(api: Client<typeof desktop>): Promise<Searchable> {
  const conversation_id = newId()
  const at = Date.now() - 3 * 86_400_000
  const first = messageWith({
    conversation_id,
    text: 'Customer asks if running dry for a minute ends the warranty',
    created_at: at,
  })
  const shown = messageWith({ conversation_id, text: 'Customer asks for the price', created_at: at + 1 })
  let parent_id = first.id
  const below = Array.from({ length: turns }, (_, n) => {
    const text =
      n === turns / 2
        ? 'The **warranty** does not apply once the pump has run dry.'
        : `Seals of size ${n} are wear parts. `.repeat(1 + (n % 4))
    const role = n % 2 === 0 ? ('assistant' as const) : ('user' as const)
    const row = messageWith({ conversation_id, parent_id, role, text, created_at: at + 2 + n })
    parent_id = row.id
    return row
  })
  const conversation = conversationWith({
    id: conversation_id,
    title: 'Dry running at the dealer',
    selected_leaf_id: shown.id,
    created_at: at,
    updated_at: at,
  })
  const messages = [first, shown, ...below]
  await api.conversations.import({
    export: { format: 'hearth.conversation', version: 1, conversation, messages, tags: [], compactions: [] },
  })
  return { conversationId: conversation_id, messageId: below[turns / 2]?.id ?? '', firstId: first.id }
}

/** A document, read and ready to be found. */
export async function seedManual(api: Client<typeof desktop>): Promise<void> {
  const [collection_id, job_id] = [newId(), newId()]
  await api.collections.create({ id: collection_id, name: 'Service manuals' })
  const text = '# K-200 circulation pump\n\nThe commissioning record is kept with the serial number of the pump.\n'
  await api.documents.add({ job_id, collection_id, name: 'K-200 manual.md', bytes: new TextEncoder().encode(text) })
}
