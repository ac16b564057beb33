import { FolderSync } from 'lucide-react'
import { useState } from 'react'
import { useWords } from '../language/use-words.ts'
import { WatchDialog } from './watch-dialog.tsx'

/** Asks for a folder that the collection is to follow. */
export function WatchButton({ collectionId }: { readonly collectionId: string }) {
  const t = useWords('watched')
  const [isOpen, setOpen] = useState(false)
  return (
    <>
      <button type="button" className="button" onClick={() => setOpen(true)}>
        <FolderSync className="small" /> {t('open')}
      </button>
      {isOpen ? <WatchDialog collectionId={collectionId} onClose={() => setOpen(false)} /> : null}
    </>
  )
}
