import { Check, Copy } from 'lucide-react'
import { useState } from 'react'

export interface CopyButtonProps {
  readonly text: string
  /** The name for those who do not see what it stands beside. */
  readonly label: string
}

const words = { idle: 'Copy', copied: 'Copied', refused: 'Could not copy' }

export function CopyButton({ text, label }: CopyButtonProps) {
  const [state, setState] = useState<keyof typeof words>('idle')
  const copy = async (): Promise<void> => {
    const isCopied = await navigator.clipboard.writeText(text).then(
      () => true,
      () => false,
    )
    setState(isCopied ? 'copied' : 'refused')
    setTimeout(() => setState('idle'), 1500)
  }
  return (
    <button type="button" className="act" aria-label={state === 'idle' ? label : words[state]} onClick={() => void copy()}>
      {state === 'copied' ? <Check className="small" /> : <Copy className="small" />}
      <span className="word">{words[state]}</span>
    </button>
  )
}
