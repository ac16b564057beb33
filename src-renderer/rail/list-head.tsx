import { Archive, ArrowLeft, Check, FolderPlus, ListFilter, MessagesSquare, Tag, Trash2, X } from 'lucide-react'
import type { RefObject } from 'react'
import { useStore } from 'zustand'
import type { ChatGroup } from '../conversations/list-rows.ts'
import { useWords } from '../language/use-words.ts'
import { Menu } from '../ui/menu.tsx'
import { usePage } from '../use-page.ts'
import { showView } from './show-view.ts'
import { useNewFolder } from './use-new-folder.ts'

export interface ListHeadProps {
  readonly group: ChatGroup | null
  readonly ref?: RefObject<HTMLDivElement | null> | undefined
}

/** What the list shows, and the ways to show something else. */
export function ListHead({ group, ref }: ListHeadProps) {
  const { rail, tags } = usePage()
  const t = useWords('rail')
  const view = useStore(rail, (state) => state.view)
  const tagId = useStore(rail, (state) => state.tagId)
  const tag = useStore(tags, ({ rows }) => (tagId === null ? undefined : rows.get(tagId)))
  const newFolder = useNewFolder()
  if (view !== 'active') return <ViewHead view={view} ref={ref} />
  return (
    <div className="list-head" ref={ref}>
      {tag ? <TagHead name={tag.name} /> : group === null ? <span className="push" /> : <h2>{t(`group.${group}`)}</h2>}
      <button type="button" className="icon-button push" aria-label={t('newFolder')} title={t('newFolder')} onClick={newFolder}>
        <FolderPlus className="small" />
      </button>
      <ShowMenu />
    </div>
  )
}

function TagHead({ name }: { readonly name: string }) {
  const { rail } = usePage()
  const t = useWords('rail')
  return (
    <h2 className="filter">
      <Tag className="small" /> <span className="cut">{name}</span>
      <button type="button" className="icon-button" aria-label={t('allChats')} onClick={() => rail.getState().show('active')}>
        <X className="small" />
      </button>
    </h2>
  )
}

interface ViewHeadProps extends Pick<ListHeadProps, 'ref'> {
  readonly view: 'archived' | 'trash'
}

function ViewHead({ view, ref }: ViewHeadProps) {
  const { rail, conversations } = usePage()
  const t = useWords('rail')
  const rows = useStore(conversations, (state) => state.rows)
  const trashed = [...rows.values()].filter(({ deleted_at }) => deleted_at !== null).map(({ id }) => id)
  const empty = (): void => rail.getState().put({ asked: { kind: 'erase', ids: trashed } })
  return (
    <div className="list-head" ref={ref}>
      <button type="button" className="icon-button" aria-label={t('allChats')} onClick={() => rail.getState().show('active')}>
        <ArrowLeft className="small" />
      </button>
      <h2>{t(`view.${view}`)}</h2>
      {view === 'trash' && trashed.length > 0 ? (
        <button type="button" className="button quiet sm push" onClick={empty}>
          {t('emptyTrash')}
        </button>
      ) : null}
    </div>
  )
}

function ShowMenu() {
  const page = usePage()
  const { rail, tags } = page
  const t = useWords('rail')
  const rows = useStore(tags, (state) => state.rows)
  const tagId = useStore(rail, (state) => state.tagId)
  const named = [...rows.values()].sort((a, b) => a.name.localeCompare(b.name))
  return (
    <Menu label={t('show')} face={<ListFilter className="small" />}>
      <button type="button" onClick={() => showView(page, 'active')}>
        <MessagesSquare className="small" /> {t('allChats')} {tagId === null ? <Check className="small push" /> : null}
      </button>
      {named.map(({ id, name }) => (
        <button key={id} type="button" onClick={() => rail.getState().show('active', id)}>
          <Tag className="small" /> <span className="cut">{name}</span>
          {tagId === id ? <Check className="small push" /> : null}
        </button>
      ))}
      <button type="button" onClick={() => showView(page, 'archived')}>
        <Archive className="small" /> {t('view.archived')}
      </button>
      <button type="button" onClick={() => showView(page, 'trash')}>
        <Trash2 className="small" /> {t('view.trash')}
      </button>
    </Menu>
  )
}
