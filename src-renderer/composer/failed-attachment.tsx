import { ImageOff, TriangleAlert, X } from 'lucide-react'
import type { ReactNode } from 'react'
import { knowledgeError } from '../../src-shared/desktop/knowledge.ts'
import type { Fault } from '../../src-shared/errors/error-sentence.ts'
import type { AttachmentRow } from '../../src-shared/rows/attachment.ts'
import { useFaults } from '../language/fault-words.ts'
import { useWords } from '../language/use-words.ts'
import { usePage } from '../use-page.ts'
import type { HandedFile, Refusal } from './attachment-store.ts'

interface LineProps {
  readonly name: string
  readonly head: string
  readonly rest: string
  readonly icon?: ReactNode
  readonly onRemove: () => void
  readonly children?: ReactNode
}

/** What happened to a file, what was kept, what to do: in the place of its chip. */
function FailedLine({ name, head, rest, icon = <TriangleAlert className="warn" />, onRemove, children }: LineProps) {
  const t = useWords('composer')
  return (
    <li className="attachment failed">
      {icon}
      <p role="alert">
        <b>{head}</b>
        {rest}
      </p>
      {children}
      <button type="button" className="icon-button" aria-label={t('remove', { name })} onClick={onRemove}>
        <X />
      </button>
    </li>
  )
}

export interface FailedAttachmentProps {
  readonly row: AttachmentRow
  readonly fault: Fault
  readonly onRemove: () => void
}

export function FailedAttachment({ row: { id, name }, fault, onRemove }: FailedAttachmentProps) {
  const { attachments, toasts } = usePage()
  const t = useWords('composer')
  const faults = useFaults()
  const retry = (): void => void toasts.getState().attempt(() => attachments.getState().retry(id))
  return (
    <FailedLine name={name} head={t('failedHead', { name })} rest={faults.sentence(fault)} onRemove={onRemove}>
      <button type="button" className="button sm" onClick={retry}>
        {t('retry')}
      </button>
    </FailedLine>
  )
}

export interface RefusedFileProps {
  readonly file: HandedFile
  readonly refusal: Refusal
  readonly onRemove: () => void
}

export function RefusedFile({ file: { name }, refusal, onRemove }: RefusedFileProps) {
  const t = useWords('composer')
  const faults = useFaults()
  const line = { name, onRemove }
  if (refusal.kind === 'picture')
    return <FailedLine {...line} head={t('pictureHead', { name })} rest={t('pictureRest')} icon={<ImageOff className="warn" />} />
  if (refusal.kind === 'folder')
    return (
      <FailedLine {...line} head={t('folderHead', { name })} rest={t('folderRest')}>
        <GoTo page="knowledge" label={t('openKnowledge')} />
      </FailedLine>
    )
  const needsModel = refusal.fault.code === knowledgeError.noEmbedder
  return (
    <FailedLine {...line} head={t('refusedHead', { name })} rest={faults.sentence(refusal.fault)}>
      {needsModel ? <GoTo page="models" label={t('openModels')} /> : null}
    </FailedLine>
  )
}

function GoTo({ page, label }: { readonly page: 'knowledge' | 'models'; readonly label: string }) {
  const { place } = usePage()
  return (
    <button type="button" className="button sm" onClick={() => place.getState().go({ page })}>
      {label}
    </button>
  )
}
