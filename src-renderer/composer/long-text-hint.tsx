import { useStore } from 'zustand'
import { useWords } from '../language/use-words.ts'
import { usePage } from '../use-page.ts'
import { longText } from './send-block.ts'

export interface LongTextHintProps {
  readonly owner: string
  readonly onAttach: () => void
}

/** Said while it is written, not after it was sent in vain. */
export function LongTextHint({ owner, onAttach }: LongTextHintProps) {
  const t = useWords('composer')
  const { models, drafts } = usePage()
  const context = useStore(models, ({ inMemory }) => inMemory?.context_size ?? null)
  const tokens = useStore(drafts, ({ texts }) => longText(texts[owner] ?? '', context))
  if (tokens === null) return null
  return (
    <p className="long-text">
      <span role="status">{context === null ? t('longUnknown', { tokens }) : t('long', { tokens, room: context })}</span>
      <button type="button" className="link" onClick={onAttach}>
        {t('attachAsText')}
      </button>
    </p>
  )
}
