import { useStore } from 'zustand'
import { useWords } from '../language/use-words.ts'
import { usePage } from '../use-page.ts'
import { longText } from './send-block.ts'

export interface LongTextHintProps {
  readonly text: string
  readonly onAttach: () => void
}

/** Said while it is written, not after it was sent in vain. */
export function LongTextHint({ text, onAttach }: LongTextHintProps) {
  const t = useWords('composer')
  const context = useStore(usePage().models, ({ inMemory }) => inMemory?.context_size ?? null)
  const long = longText(text, context)
  if (!long) return null
  return (
    <p className="long-text">
      <span role="status">
        {long.context === null
          ? t('longUnknown', { tokens: long.tokens })
          : t('long', { tokens: long.tokens, room: long.context })}
      </span>
      <button type="button" className="link" onClick={onAttach}>
        {t('attachAsText')}
      </button>
    </p>
  )
}
