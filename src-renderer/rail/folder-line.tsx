import { ChevronDown, ChevronRight } from 'lucide-react'
import { useStore } from 'zustand'
import type { ListRow } from '../conversations/list-rows.ts'
import { usePage } from '../use-page.ts'
import { LineFrame } from './line-frame.tsx'
import type { ListLineProps } from './line-place.ts'
import { useListKit } from './list-context.ts'
import { NameLine } from './name-line.tsx'
import { lineId } from './use-list-keys.ts'

type FolderLineProps = ListLineProps & { readonly line: Extract<ListRow, { kind: 'folder' }> }

export function FolderLine({ line, isStanding, isOpen: _, ...place }: FolderLineProps) {
  const { rail, folders, toasts } = usePage()
  const { t } = useListKit()
  const { folder, count, isOpen } = line
  const isRenaming = useStore(rail, ({ renaming }) => renaming === folder.id)
  const rename = (name: string): void => void toasts.getState().attempt(() => folders.getState().rename(folder.id, name))
  if (isRenaming) return <NameLine id={folder.id} label={t('folderName')} name={folder.name} place={place} onDone={rename} />
  const toggle = (): void => {
    rail.getState().put({ current: folder.id })
    rail.getState().toggleFolder(folder.id)
  }
  return (
    <LineFrame
      id={folder.id}
      title={folder.name}
      className="folder-line"
      place={place}
      isStanding={isStanding}
      dragged={{ folderId: folder.id }}
      dropTarget={{ folderId: folder.id }}
      menuOn={() => ({ folderId: folder.id })}
    >
      <button
        id={lineId(folder.id)}
        type="button"
        className="line-button"
        tabIndex={isStanding ? 0 : -1}
        aria-expanded={isOpen}
        title={folder.name}
        onClick={toggle}
      >
        {isOpen ? <ChevronDown className="small" /> : <ChevronRight className="small" />}
        <span className="cut">{folder.name}</span>
        <small>
          {t('count', { count })} <span className="visually-hidden">{t('chats', { count })}</span>
        </small>
      </button>
    </LineFrame>
  )
}
