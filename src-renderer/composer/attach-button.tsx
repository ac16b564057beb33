import { Paperclip } from 'lucide-react'
import { type ChangeEvent, useRef } from 'react'
import { useWords } from '../language/use-words.ts'
import type { FileToAttach } from './attachment-store.ts'

export function AttachButton({ onFiles }: { readonly onFiles: (files: readonly FileToAttach[]) => void }) {
  const t = useWords('composer')
  const picker = useRef<HTMLInputElement>(null)
  const onPick = (event: ChangeEvent<HTMLInputElement>): void => {
    const files = [...(event.target.files ?? [])]
    // The same file may be picked again.
    event.target.value = ''
    if (files.length > 0) onFiles(files)
  }
  return (
    <>
      <input ref={picker} type="file" multiple hidden aria-label={t('attachFiles')} onChange={onPick} />
      <button type="button" className="toggle" aria-label={t('attachFiles')} onClick={() => picker.current?.click()}>
        <Paperclip className="small" /> <span className="word">{t('attach')}</span>
      </button>
    </>
  )
}
