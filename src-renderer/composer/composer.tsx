import './composer.css'
import { ArrowUp, Library, Lightbulb, Square } from 'lucide-react'
import { type KeyboardEvent, useEffect, useRef } from 'react'
import { useStore } from 'zustand'
import type { ConversationRow } from '../../src-shared/rows/conversation.ts'
import { usePage } from '../use-page.ts'
import { ComposerNotice } from './composer-notice.tsx'
import { useCollections } from './use-collections.ts'
import { useDraft } from './use-draft.ts'

export function Composer() {
  const { thread, conversations } = usePage()
  const conversationId = useStore(thread, (state) => state.conversationId)
  const row = useStore(conversations, (state) => (conversationId === null ? undefined : state.rows.get(conversationId)))
  const isWriting = useStore(thread, ({ items }) => items.at(-1)?.status === 'writing')
  const { ids } = useCollections(row)
  const { text, write, keep, send } = useDraft(conversationId ?? 'new', row ? undefined : ids)
  const field = useFocus(conversationId)
  const onKeyDown = (event: KeyboardEvent<HTMLTextAreaElement>): void => {
    // While an input method composes, Enter chooses a word.
    if (event.key !== 'Enter' || event.shiftKey || event.nativeEvent.isComposing) return
    event.preventDefault()
    if (!isWriting) void send()
  }
  return (
    <form className="composer" aria-label="Ask" onSubmit={(event) => event.preventDefault()}>
      <ComposerNotice />
      <textarea
        ref={field}
        rows={1}
        aria-label="Your question"
        placeholder="Ask anything. Your words stay on this device."
        value={text}
        onChange={(event) => write(event.target.value)}
        onBlur={() => void keep()}
        onKeyDown={onKeyDown}
      />
      <div className="composer-row">
        <KnowledgeToggle row={row} />
        <ThinkToggle />
        {isWriting ? <StopButton /> : <SendButton isEmpty={text.trim() === ''} onSend={() => void send()} />}
      </div>
    </form>
  )
}

function useFocus(conversationId: string | null) {
  const field = useRef<HTMLTextAreaElement>(null)
  // biome-ignore lint/correctness/useExhaustiveDependencies: a chat that is opened is ready to be written in
  useEffect(() => field.current?.focus({ preventScroll: true }), [conversationId])
  return field
}

function KnowledgeToggle({ row }: { readonly row: ConversationRow | undefined }) {
  const { knowledge, place } = usePage()
  const hasCollections = useStore(knowledge, (state) => state.collections.length > 0)
  const { ids, toggle } = useCollections(row)
  if (!hasCollections)
    return (
      <button type="button" className="toggle" onClick={() => place.getState().go({ page: 'knowledge' })}>
        <Library className="small" /> Add documents
      </button>
    )
  return (
    <button type="button" className="toggle" aria-pressed={ids.length > 0} onClick={toggle}>
      <Library className="small" /> Use knowledge
    </button>
  )
}

function ThinkToggle() {
  const { choices } = usePage()
  const think = useStore(choices, (state) => state.think)
  return (
    <button type="button" className="toggle" aria-pressed={think} onClick={() => choices.getState().setThink(!think)}>
      <Lightbulb className="small" /> Think
    </button>
  )
}

function SendButton({ isEmpty, onSend }: { readonly isEmpty: boolean; readonly onSend: () => void }) {
  return (
    <button type="button" className="send" aria-label="Send" disabled={isEmpty} onClick={onSend}>
      <ArrowUp />
    </button>
  )
}

function StopButton() {
  const { thread, toasts } = usePage()
  return (
    <button
      type="button"
      className="send"
      aria-label="Stop"
      onClick={() => void toasts.getState().attempt(thread.getState().stop)}
    >
      <Square className="small filled" />
    </button>
  )
}
