import { newId } from '../src-shared/ids.ts'
import { createChoiceStore } from './composer/choice-store.ts'
import { createDraftStore } from './composer/draft-store.ts'
import { type CoreLinkDeps, createCoreLink } from './connection/core-link.ts'
import { createConversationStore } from './conversations/conversation-store.ts'
import { createKnowledgeStore } from './knowledge/knowledge-store.ts'
import { createModelStore } from './models/model-store.ts'
import { createPaletteStore } from './palette/palette-store.ts'
import { createPlaceStore, type Past } from './place/place-store.ts'
import { createSettingsStore } from './settings/settings-store.ts'
import { createSourceStore } from './sources/source-store.ts'
import { createUsageStore } from './status/usage-store.ts'
import { createThreadStore } from './thread/thread-store.ts'
import { createToastStore } from './toasts/toast-store.ts'

export interface PageDeps extends CoreLinkDeps {
  readonly past: Past
}

export type Page = ReturnType<typeof createPage>

/** Every store of the page, each over the one connection. Components take what they need with `usePage`. */
export function createPage({ past, ...linkDeps }: PageDeps) {
  const link = createCoreLink(linkDeps)
  const { api } = link
  const place = createPlaceStore(past)
  const conversations = createConversationStore({ api })
  const thread = createThreadStore({
    api,
    newId,
    onStarted: (conversationId) => place.getState().go({ page: 'chat', conversationId }),
    onConversation: (row) => conversations.getState().changed(row.id, row),
  })
  return {
    link,
    place,
    conversations,
    thread,
    drafts: createDraftStore({ api }),
    choices: createChoiceStore(),
    models: createModelStore({ api }),
    knowledge: createKnowledgeStore({ api, newId }),
    sources: createSourceStore({ api }),
    settings: createSettingsStore({ api }),
    usage: createUsageStore({ api }),
    toasts: createToastStore({ newId }),
    palette: createPaletteStore(),
  }
}
