import { Check, Copy } from 'lucide-react'
import { useState } from 'react'
import { useWords } from '../language/use-words.ts'

export interface CopyButtonProps {
  readonly text: string
  /** The name for those who do not see what it stands beside. */
  readonly label: string
}

export function CopyButton({ text, label }: CopyButtonProps) {
  const t = useWords('app')
  const [state, setState] = useState<'idle' | 'copied' | 'refused'>('idle')
  const copy = async (): Promise<void> => {
    const isCopied = await navigator.clipboard.writeText(text).then(
      () => true,
      () => false,
    )
    setState(isCopied ? 'copied' : 'refused')
    setTimeout(() => setState('idle'), 1500)
  }
  return (
    <button
      type="button"
      className="act"
      aria-label={state === 'idle' ? label : t(`copying.${state}`)}
      onClick={() => void copy()}
    >
      {state === 'copied' ? <Check className="small" /> : <Copy className="small" />}
      <span className="word">{t(`copying.${state}`)}</span>
    </button>
  )
}
