import { memo } from 'react'
import type { ListRow } from '../conversations/list-rows.ts'
import { ChatLine } from './chat-line.tsx'
import { FolderLine } from './folder-line.tsx'
import { type LinePlace, type ListLineProps, linePlace } from './line-place.ts'
import { useListKit } from './list-context.ts'

export const ListLine = memo(function ListLine({ line, ...props }: ListLineProps) {
  if (line.kind === 'chat') return <ChatLine line={line} {...props} />
  if (line.kind === 'folder') return <FolderLine line={line} {...props} />
  return <GroupLine line={line} index={props.index} count={props.count} top={props.top} />
})

function GroupLine({ line, ...place }: LinePlace & { readonly line: Extract<ListRow, { kind: 'group' }> }) {
  const { t } = useListKit()
  return (
    <li className="line group-line" {...linePlace(place)}>
      {t(`group.${line.group}`)}
    </li>
  )
}
