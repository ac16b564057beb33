import type { Change } from '../src-shared/desktop/changes.ts'
import type { LinkListener } from './connection/core-link.ts'
import type { Page } from './create-page.ts'
import { openLastChat } from './place/open-last-chat.ts'
import { createNoticeTeller } from './toasts/show-notices.ts'

export interface Following {
  /** The window was opened anew, not loaded again. */
  readonly isFresh?: boolean
  /** Once everything was read for the first time. */
  readonly onFirstRead?: () => void
}

/** What the stores do when the core is there, and when it tells a change. */
export function followCore(page: Page, { isFresh = false, onFirstRead }: Following = {}): LinkListener {
  const tellNotices = createNoticeTeller(page)
  let isStart = isFresh
  let isFirst = true
  return {
    async onConnected() {
      tellNotices(page.link.state.getState().info?.notices ?? [])
      await rereadAll(page)
      if (isStart) openLastChat(page)
      isStart = false
      if (isFirst) onFirstRead?.()
      isFirst = false
    },
    onChange: (change) => applyChange(page, change),
  }
}

/** After every connect, also a second one: rows are the truth, what the page kept meanwhile is not. */
async function rereadAll({ toasts, drafts, ...stores }: Page): Promise<void> {
  const { conversations, folders, tags, settings, lock, models, knowledge, usage, thread, activity, personas, ...more } = stores
  const { attachments, templates, watches, languages, embedderChange } = more
  activity.getState().forgetAnswering()
  const rereads = [
    conversations,
    folders,
    tags,
    settings,
    languages,
    lock,
    models,
    knowledge,
    usage,
    personas,
    attachments,
    templates,
    watches,
    embedderChange,
  ].map((store) => store.getState().reread)
  const all = [...rereads, models.getState().rereadMemory, thread.getState().refresh, drafts.getState().keepAll]
  await toasts.getState().attempt(() => Promise.all(all.map((reread) => reread())))
}

function applyChange(page: Page, change: Change): void {
  switch (change.table) {
    case 'conversations':
      page.conversations.getState().changed(change.id, change.row)
      if (change.row) page.thread.getState().conversationChanged(change.row)
      else page.tags.getState().assigned(change.id, null)
      return
    case 'messages':
      return messageChanged(page, change)
    case 'drafts':
      return page.drafts.getState().changed(change.id, change.row)
    case 'collections':
      return page.knowledge.getState().collectionChanged(change.id, change.row)
    case 'documents':
      return page.knowledge.getState().documentChanged(change.id, change.row)
    case 'import_jobs':
      return page.knowledge.getState().jobChanged(change.id, change.row)
    case 'watched_folders':
      return page.watches.getState().changed(change.id, change.row)
    case 'embedder_change':
      return page.embedderChange.getState().changed(change.row)
    case 'models':
      return page.models.getState().changed(change.id, change.row)
    case 'settings':
      return void page.toasts
        .getState()
        .attempt(() => Promise.all([page.settings.getState().reread(), page.models.getState().reread()]))
    case 'requests':
      return requestChanged(page, change)
    case 'folders':
      return page.folders.getState().changed(change.id, change.row)
    case 'tags':
      return page.tags.getState().changed(change.id, change.row)
    case 'conversation_tags':
      return page.tags.getState().assigned(change.id, change.row)
    case 'compactions':
      return page.context.getState().changed(change.id, change.row)
    case 'personas':
      return page.personas.getState().changed(change.id, change.row)
    case 'attachments':
      return page.attachments.getState().changed(change.id, change.row)
    case 'languages':
      return page.languages.getState().changed(change.id, change.row)
    case 'templates':
      return page.templates.getState().changed(change.id, change.row)
  }
}

function requestChanged({ requests, toasts }: Page, { row }: Extract<Change, { table: 'requests' }>): void {
  if (row) void toasts.getState().attempt(() => requests.getState().changed(row))
}

function messageChanged({ thread, activity, usage, models }: Page, { id, row }: Extract<Change, { table: 'messages' }>): void {
  thread.getState().messageChanged(id, row)
  if (row) activity.getState().messageChanged(row, thread.getState().conversationId)
  if (row?.role !== 'assistant' || row.status === 'writing') return
  // The figures of the status bar follow each finished answer; should that fail, the next one brings them.
  void Promise.all([usage.getState().reread(), models.getState().rereadMemory()]).catch(() => {})
}
