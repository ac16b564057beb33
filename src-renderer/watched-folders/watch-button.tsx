import { FolderSync } from 'lucide-react'
import { useKeptForm } from '../kept-forms/use-kept-form.ts'
import { useWords } from '../language/use-words.ts'
import { WatchDialog } from './watch-dialog.tsx'
import { newWatch, writtenWatch } from './written-watch.ts'

/** Asks for a folder that the collection is to follow. */
export function WatchButton({ collectionId }: { readonly collectionId: string }) {
  const t = useWords('watched')
  const form = useKeptForm('form.watch', writtenWatch)
  const { fields, open } = form
  const isOurs = fields?.id === undefined && fields?.collection_id === collectionId
  return (
    <>
      <button type="button" className="button" onClick={() => open(newWatch(collectionId))}>
        <FolderSync className="small" /> {t('open')}
      </button>
      {isOurs ? <WatchDialog written={fields} form={form} /> : null}
    </>
  )
}
