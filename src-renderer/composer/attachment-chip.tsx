import { FileText, X } from 'lucide-react'
import type { ReactNode } from 'react'
import { useWords } from '../language/use-words.ts'

export interface AttachmentChipProps {
  readonly name: string
  readonly isBusy?: boolean
  readonly onRemove?: () => void
  /** How far it is. */
  readonly children?: ReactNode
}

/** One file: what it is called, how far it is, and the way to take it off again. */
export function AttachmentChip({ name, isBusy = false, onRemove, children }: AttachmentChipProps) {
  const t = useWords('composer')
  return (
    <li className={isBusy ? 'attachment busy' : 'attachment'}>
      <FileText className="small" />
      <span className="attachment-name cut" title={name}>
        {name}
      </span>
      {children === undefined ? null : (
        <span className="cap" role={isBusy ? 'status' : undefined}>
          {children}
        </span>
      )}
      {onRemove ? (
        <button type="button" className="icon-button" aria-label={t('remove', { name })} onClick={onRemove}>
          <X className="small" />
        </button>
      ) : null}
    </li>
  )
}
