import { newId } from '../src-shared/ids.ts'
import { createAttachmentStore } from './composer/attachment-store.ts'
import { createChoiceStore } from './composer/choice-store.ts'
import { createDraftStore } from './composer/draft-store.ts'
import { type CoreLinkDeps, createCoreLink } from './connection/core-link.ts'
import { createOverLosses } from './connection/over-losses.ts'
import { createContextStore } from './context/context-store.ts'
import { createActivityStore } from './conversations/activity-store.ts'
import { createConversationStore } from './conversations/conversation-store.ts'
import { createFolderStore } from './conversations/folder-store.ts'
import { createTagStore } from './conversations/tag-store.ts'
import { createFindStore } from './find/find-store.ts'
import { createFirstRunStore } from './first-run/first-run-store.ts'
import { createEmbedderChangeStore } from './knowledge/embedder-change-store.ts'
import { createKnowledgeStore } from './knowledge/knowledge-store.ts'
import { createPlaygroundStore } from './knowledge/playground-store.ts'
import { createLanguageStore } from './language/language-store.ts'
import { createLockStore } from './lock/lock-store.ts'
import { createModelStore } from './models/model-store.ts'
import { createPaletteStore } from './palette/palette-store.ts'
import { createPersonaStore } from './personas/persona-store.ts'
import { createPlaceStore, type Past } from './place/place-store.ts'
import { createRailStore } from './rail/rail-store.ts'
import { createSearchStore } from './search-page/search-store.ts'
import { createBackupStore } from './settings/backup-store.ts'
import { createRequestStore } from './settings/request-store.ts'
import { createSettingsStore } from './settings/settings-store.ts'
import { createTransferStore } from './settings/transfer-store.ts'
import { createSourceStore } from './sources/source-store.ts'
import { createUsageStore } from './status/usage-store.ts'
import { createTemplateStore } from './templates/template-store.ts'
import { createOnFrame } from './thread/on-frame.ts'
import { createThreadStore } from './thread/thread-store.ts'
import { createToastStore } from './toasts/toast-store.ts'
import { createPanelStore } from './ui/panel-store.ts'
import { createUsageHistoryStore } from './usage/usage-history-store.ts'
import { createWatchStore } from './watched-folders/watch-store.ts'

export interface PageDeps extends CoreLinkDeps {
  readonly past: Past
  /** What is remembered on this device, beside the store. */
  readonly storage: Pick<Storage, 'getItem' | 'setItem'>
}

export type Page = ReturnType<typeof createPage>

/** Every store of the page, each over the one connection. Components take what they need with `usePage`. */
export function createPage({ past, storage, ...linkDeps }: PageDeps) {
  const link = createCoreLink(linkDeps)
  const { api } = link
  const overLosses = createOverLosses(link)
  const place = createPlaceStore(past)
  const conversations = createConversationStore({ api })
  const toasts = createToastStore({ newId })
  const personas = createPersonaStore({ api, newId })
  const drafts = createDraftStore({ api })
  const thread = createThreadStore({
    api,
    newId,
    personaForNew: () => personas.getState().newPersonaId,
    onFrame: createOnFrame(window),
    onStarted(conversationId, modelId) {
      if (thread.getState().conversationId === conversationId) goToStarted({ place, personas }, conversationId)
      if (modelId !== null)
        void toasts.getState().attempt(() => conversations.getState().choose(conversationId, { model_id: modelId }))
    },
    onConversation: (row) => conversations.getState().changed(row.id, row),
  })
  return {
    link,
    place,
    conversations,
    folders: createFolderStore({ api, newId }),
    tags: createTagStore({ api, newId }),
    activity: createActivityStore(),
    rail: createRailStore(storage),
    panels: createPanelStore(storage),
    thread,
    personas,
    context: createContextStore({ api, newId }),
    drafts,
    choices: createChoiceStore(storage),
    attachments: createAttachmentStore({ api, newId, overLosses }),
    templates: createTemplateStore({ api, newId }),
    models: createModelStore({ api, overLosses }),
    knowledge: createKnowledgeStore({ api, newId, overLosses }),
    embedderChange: createEmbedderChangeStore({ api }),
    watches: createWatchStore({ api, newId }),
    firstRun: createFirstRunStore(storage),
    playground: createPlaygroundStore({ api }),
    sources: createSourceStore({ api }),
    settings: createSettingsStore({ api }),
    languages: createLanguageStore({ api }),
    lock: createLockStore({ api, keepDrafts: drafts.getState().keepAll }),
    backups: createBackupStore({ api, overLosses }),
    requests: createRequestStore({ api }),
    transfer: createTransferStore({ api }),
    usage: createUsageStore({ api }),
    usageHistory: createUsageHistoryStore({ api }),
    toasts,
    palette: createPaletteStore({ api }),
    searchPage: createSearchStore({ api }),
    findBar: createFindStore({ api }),
  }
}

/** Who went elsewhere meanwhile stays there: the chat is in the list. */
function goToStarted({ place, personas }: Pick<Page, 'place' | 'personas'>, conversationId: string): void {
  const { place: where, go } = place.getState()
  if (where.page !== 'chat' || where.conversationId !== null) return
  personas.getState().chooseForNew(null)
  go({ page: 'chat', conversationId })
}
