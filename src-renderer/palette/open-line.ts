import type { DocumentHit } from '../../src-shared/desktop/find.ts'
import type { Page } from '../create-page.ts'
import { askInNewChat, showSearchPage } from '../search-page/show-search-page.ts'
import { commandWithId } from './palette-commands.ts'
import type { PaletteLine } from './palette-lines.ts'

/** Goes where the line leads, or does what it says. The palette is closed before, so that focus goes where it belongs. */
export function openLine(page: Page, line: PaletteLine): void {
  const { palette } = page
  const { query } = palette.getState()
  palette.getState().close()
  if (line.kind === 'commands') return runLine(page, line.id, query)
  if (line.kind === 'documents') return openDocument(page, line.hit)
  openMessage(page, line.kind === 'messages' ? line.hit : { id: undefined, conversation_id: line.hit.id }, query)
}

interface Place {
  readonly id: string | undefined
  readonly conversation_id: string
}

/** Shows the chat; lands on the message where there is one, with the words that were looked for. */
export function openMessage({ place }: Page, { id, conversation_id: conversationId }: Place, words: string): void {
  const where = id === undefined ? {} : { messageId: id, words }
  place.getState().go({ page: 'chat', conversationId, ...where })
}

export function openDocument({ sources, toasts }: Page, hit: DocumentHit): void {
  const { snippet, collection: _, kind: _kind, updated_at: _at, passage_id, ...source } = hit
  const cited = { ...source, passage_id: passage_id ?? hit.document_id, text: snippet.text, score: 0 }
  void toasts.getState().attempt(() => sources.getState().open('found', [cited], 1))
}

function runLine(page: Page, id: string, query: string): void {
  if (id === 'askInNewChat-made') return askInNewChat(page, query)
  if (id === 'searchPage-made') return showSearchPage(page, query)
  commandWithId(id)?.run(page)
}
