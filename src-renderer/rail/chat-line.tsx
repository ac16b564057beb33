import { Check } from 'lucide-react'
import type { MouseEvent } from 'react'
import { useStore } from 'zustand'
import type { ListRow } from '../conversations/list-rows.ts'
import { usePage } from '../use-page.ts'
import { ChatMark } from './chat-mark.tsx'
import { chatsBetween, chatsOf, toggled } from './choose-rows.ts'
import { LineFrame } from './line-frame.tsx'
import type { ListLineProps } from './line-place.ts'
import { useListKit } from './list-context.ts'
import { NameLine } from './name-line.tsx'
import { lineId } from './use-list-keys.ts'
import { readListRows } from './use-list-rows.ts'

type ChatLineProps = ListLineProps & { readonly line: Extract<ListRow, { kind: 'chat' }> }

export function ChatLine({ line, isStanding, isOpen, ...place }: ChatLineProps) {
  const { rail } = usePage()
  const { t, tidy } = useListKit()
  const { row, isInFolder } = line
  const isChosen = useStore(rail, ({ chosen }) => chosen.has(row.id))
  const isRenaming = useStore(rail, ({ renaming }) => renaming === row.id)
  const title = row.title === '' ? t('untitled') : row.title
  if (isRenaming)
    return (
      <NameLine id={row.id} label={t('chatName')} name={row.title} place={place} onDone={(name) => tidy.rename(row.id, name)} />
    )
  const folder = isInFolder && row.folder_id !== null ? { folderId: row.folder_id } : null
  const states = [isInFolder ? 'inside' : '', isOpen ? 'open' : '', isChosen ? 'chosen' : '']
  return (
    <LineFrame
      id={row.id}
      title={title}
      className={['chat-line', ...states].filter((state) => state !== '').join(' ')}
      place={place}
      isStanding={isStanding}
      dragged={{ chatId: row.id }}
      dropTarget={row.pinned ? 'pinned' : folder}
      menuOn={() => ({ chatIds: chatsOf(rail.getState().chosen, row.id) })}
      mark={isChosen ? <Check className="small" /> : <ChatMark id={row.id} isOpen={isOpen} />}
    >
      <ChatButton id={row.id} title={title} isOpen={isOpen} isStanding={isStanding} isChosen={isChosen} />
    </LineFrame>
  )
}

interface ChatButtonProps extends Pick<ChatLineProps, 'isOpen' | 'isStanding'> {
  readonly id: string
  readonly title: string
  readonly isChosen: boolean
}

function ChatButton({ id, title, isOpen, isStanding, isChosen }: ChatButtonProps) {
  const { rail, tags } = usePage()
  const onClick = useChoosingClick(id)
  const isChoosing = useStore(rail, ({ chosen }) => chosen.size > 0)
  const named = useStore(tags, ({ rows, tagged }) =>
    (tagged.get(id) ?? []).flatMap((tag) => rows.get(tag)?.name ?? []).join(', '),
  )
  return (
    <button
      id={lineId(id)}
      type="button"
      className="line-button"
      tabIndex={isStanding ? 0 : -1}
      aria-current={isOpen ? 'page' : undefined}
      aria-pressed={isChoosing ? isChosen : undefined}
      title={title}
      onClick={onClick}
      onDoubleClick={() => rail.getState().put({ current: id, renaming: id })}
    >
      <span className="cut">{title}</span>
      {named === '' ? null : <small className="cut line-tags">{named}</small>}
    </button>
  )
}

/** Opens the chat; with Shift or Ctrl held it is chosen instead. */
function useChoosingClick(id: string): (event: MouseEvent) => void {
  const page = usePage()
  const { tidy } = useListKit()
  return (event) => {
    const { chosen, anchor, choose, chooseNone, put } = page.rail.getState()
    put({ current: id })
    if (event.shiftKey) return choose(chatsBetween(readListRows(page), anchor ?? id, id), anchor ?? id)
    if (event.ctrlKey || event.metaKey) return choose(toggled(chosen, id), id)
    chooseNone()
    tidy.open(id)
  }
}
