import { Paperclip } from 'lucide-react'
import { useWords } from '../language/use-words.ts'
import type { FileToAttach } from './attachment-store.ts'

export function AttachButton({ onFiles }: { readonly onFiles: (files: readonly FileToAttach[]) => void }) {
  const t = useWords('composer')
  return (
    <button type="button" className="toggle" aria-label={t('attachFiles')} onClick={() => pickFiles(onFiles)}>
      <Paperclip className="small" /> <span className="word">{t('attach')}</span>
    </button>
  )
}

/** The dialog of the system; nothing of it stays in the page. */
function pickFiles(onFiles: (files: readonly FileToAttach[]) => void): void {
  const picker = document.createElement('input')
  picker.type = 'file'
  picker.multiple = true
  picker.addEventListener('change', () => onFiles([...(picker.files ?? [])]), { once: true })
  picker.click()
}
