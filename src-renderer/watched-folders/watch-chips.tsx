import './watched-folders.css'
import { FolderSync, TriangleAlert } from 'lucide-react'
import { useStore } from 'zustand'
import type { WatchedFolderRow } from '../../src-shared/rows/watched-folder.ts'
import { useKeptForm } from '../kept-forms/use-kept-form.ts'
import { useWords } from '../language/use-words.ts'
import { usePage } from '../use-page.ts'
import { WatchDialog } from './watch-dialog.tsx'
import { shortPath, watchWords } from './watch-words.ts'
import { writtenOf, writtenWatch } from './written-watch.ts'

/** The folders that a collection follows, each with what there is to know of it; pressed, it can be changed. */
export function WatchChips({ collectionId }: { readonly collectionId: string }) {
  const folders = useStore(usePage().watches, (state) => state.folders)
  const form = useKeptForm('form.watch', writtenWatch)
  const { fields, open } = form
  const own = [...folders.values()].filter(({ collection_id }) => collection_id === collectionId)
  const changed = own.find(({ id }) => id === fields?.id)
  if (own.length === 0) return null
  return (
    <>
      <ul className="watch-chips">
        {own.map((folder) => (
          <li key={folder.id}>
            <WatchChip folder={folder} onOpen={() => open(writtenOf(folder))} />
          </li>
        ))}
      </ul>
      {fields && changed ? <WatchDialog folder={changed} written={fields} form={form} /> : null}
    </>
  )
}

function WatchChip({ folder, onOpen }: { readonly folder: WatchedFolderRow; readonly onOpen: () => void }) {
  const t = useWords('watched')
  const needsYou = folder.state === 'missing' || folder.state === 'emptied' || folder.state === 'too_large'
  return (
    <button type="button" className="chip" title={folder.path} onClick={onOpen}>
      {needsYou ? <TriangleAlert className="small warn" /> : <FolderSync className="small" />}
      <b className="cut">{shortPath(folder.path)}</b>
      <span>{watchWords(t, folder)}</span>
    </button>
  )
}
