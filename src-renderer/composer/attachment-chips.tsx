import { useStore } from 'zustand'
import type { AttachmentRow } from '../../src-shared/rows/attachment.ts'
import { useWords } from '../language/use-words.ts'
import { usePage } from '../use-page.ts'
import { AttachmentChip } from './attachment-chip.tsx'
import { type HandedFile, isBeingRead, waitingOf } from './attachment-store.ts'
import { FailedAttachment, RefusedFile } from './failed-attachment.tsx'

/** What waits in the composer to go with the next question, and what could not be attached. */
export function AttachmentChips({ owner }: { readonly owner: string }) {
  const { rows, handed } = useStore(usePage().attachments)
  const t = useWords('composer')
  const waiting = waitingOf({ rows }, owner)
  const ours = handed.filter((file) => file.owner === owner)
  if (waiting.length + ours.length === 0) return null
  return (
    <ul className="attachments" aria-label={t('attachments')}>
      {waiting.map((row) => (
        <Waiting key={row.id} row={row} />
      ))}
      {ours.map((file) => (
        <Handed key={file.id} file={file} />
      ))}
    </ul>
  )
}

function Waiting({ row }: { readonly row: AttachmentRow }) {
  const { attachments, toasts } = usePage()
  const t = useWords('composer')
  const remove = (): void => void toasts.getState().attempt(() => attachments.getState().remove(row.id))
  if (row.fault) return <FailedAttachment row={row} fault={row.fault} onRemove={remove} />
  const { status, size_bytes: size, pages } = row
  const ready = pages === null ? t('ready', { size }) : t('readyPages', { count: pages })
  return (
    <AttachmentChip name={row.name} isBusy={isBeingRead(row)} onRemove={remove}>
      {status === 'ready' ? ready : t(`status.${status}`)}
    </AttachmentChip>
  )
}

function Handed({ file }: { readonly file: HandedFile }) {
  const { attachments } = usePage()
  const t = useWords('composer')
  const dismiss = (): void => attachments.getState().dismiss(file.id)
  if (file.refusal) return <RefusedFile file={file} refusal={file.refusal} onRemove={dismiss} />
  return (
    <AttachmentChip name={file.name} isBusy>
      {t('handing')}
    </AttachmentChip>
  )
}
