import { ArrowUp, Library, Lightbulb, Square } from 'lucide-react'
import { useStore } from 'zustand'
import type { ConversationRow } from '../../src-shared/rows/conversation.ts'
import { useWords } from '../language/use-words.ts'
import { usePage } from '../use-page.ts'
import { AttachButton } from './attach-button.tsx'
import { mostCharacters, type SendBlock } from './send-block.ts'
import type { Attaching } from './use-attach.ts'
import { useCollections } from './use-collections.ts'
import type { Sending } from './use-send.ts'
import { WaitingLine } from './waiting-line.tsx'

export interface ComposerBarProps {
  readonly row: ConversationRow | undefined
  readonly attach: Attaching
  readonly sending: Sending
  readonly block: SendBlock | null
  readonly isWriting: boolean
}

/** What goes with a question, below its words, and the button that sends it. */
export function ComposerBar({ row, attach, sending, block, isWriting }: ComposerBarProps) {
  const { isWaiting } = sending
  return (
    <div className="composer-row">
      <AttachButton onFiles={attach.files} />
      <KnowledgeToggle row={row} />
      <ThinkToggle />
      {isWaiting ? <WaitingLine sending={sending} /> : null}
      {isWriting ? <StopButton /> : <SendButton block={block} isWaiting={isWaiting} onSend={sending.send} />}
    </div>
  )
}

function KnowledgeToggle({ row }: { readonly row: ConversationRow | undefined }) {
  const { knowledge, place } = usePage()
  const t = useWords('composer')
  const hasCollections = useStore(knowledge, (state) => state.collections.length > 0)
  const areRead = useStore(knowledge, (state) => state.areCollectionsRead)
  const { ids, toggle } = useCollections(row)
  if (!areRead) return null
  if (!hasCollections)
    return (
      <button type="button" className="toggle" onClick={() => place.getState().go({ page: 'knowledge' })}>
        <Library className="small" /> <span className="word">{t('addDocuments')}</span>
      </button>
    )
  return (
    <button type="button" className="toggle" aria-pressed={ids.length > 0} onClick={toggle}>
      <Library className="small" /> <span className="word">{t('useKnowledge')}</span>
    </button>
  )
}

function ThinkToggle() {
  const { choices } = usePage()
  const t = useWords('composer')
  const think = useStore(choices, (state) => state.think)
  return (
    <button type="button" className="toggle" aria-pressed={think} onClick={() => choices.getState().setThink(!think)}>
      <Lightbulb className="small" /> <span className="word">{t('think')}</span>
    </button>
  )
}

interface SendButtonProps {
  readonly block: SendBlock | null
  readonly isWaiting: boolean
  readonly onSend: () => void
}

/** Why it cannot be pressed stands beside it, but for what is plain to see. */
function SendButton({ block, isWaiting, onSend }: SendButtonProps) {
  const t = useWords('composer')
  const reason = block === null ? undefined : t(`block.${block}`, { limit: mostCharacters })
  const isPlain = block === 'empty' || block === 'full'
  return (
    <>
      {reason === undefined || isPlain ? null : <span className="cap block">{reason}</span>}
      <button
        type="button"
        className="send"
        aria-label={t('send')}
        aria-description={reason}
        title={reason}
        disabled={block !== null || isWaiting}
        onClick={onSend}
      >
        <ArrowUp />
      </button>
    </>
  )
}

function StopButton() {
  const { thread, toasts } = usePage()
  const t = useWords('composer')
  return (
    <button
      type="button"
      className="send"
      aria-label={t('stop')}
      onClick={() => void toasts.getState().attempt(thread.getState().stop)}
    >
      <Square className="small filled" />
    </button>
  )
}
