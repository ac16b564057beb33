import { Ellipsis } from 'lucide-react'
import type { MouseEvent, ReactNode } from 'react'
import { usePage } from '../use-page.ts'
import { type Dragged, type DropTarget, useDragged, useDrop } from './drag.ts'
import { type LinePlace, linePlace } from './line-place.ts'
import { useListKit } from './list-context.ts'
import type { OpenMenu } from './rail-store.ts'

export interface LineFrameProps {
  readonly id: string
  readonly title: string
  readonly className: string
  readonly place: LinePlace
  readonly isStanding: boolean
  readonly dragged: Dragged
  readonly dropTarget: DropTarget
  /** What its menu is about, asked when it opens. */
  readonly menuOn: () => OpenMenu['on']
  /** What stands at its end until the pointer or the focus is on it. */
  readonly mark?: ReactNode
  readonly children: ReactNode
}

/** What chats and folders have in common: they can be dragged and dropped on, and have a menu. */
export function LineFrame({ id, title, className, place, isStanding, mark, children, ...line }: LineFrameProps) {
  const { rail } = usePage()
  const { t } = useListKit()
  const drag = useDragged(line.dragged)
  const { isOver, handlers } = useDrop(line.dropTarget)
  const openMenu = (event: MouseEvent, x: number, y: number): void => {
    event.preventDefault()
    rail.getState().put({ current: id, menu: { on: line.menuOn(), x, y } })
  }
  return (
    <li
      data-line={id}
      className={`line ${className}${isOver ? ' over' : ''}`}
      {...linePlace(place)}
      {...drag}
      {...handlers}
      onContextMenu={(event) => openMenu(event, event.clientX, event.clientY)}
    >
      <div className="line-name">{children}</div>
      <div className="line-end">
        {mark}
        <button
          type="button"
          className="icon-button"
          aria-label={t('more', { title })}
          aria-haspopup="menu"
          tabIndex={isStanding ? 0 : -1}
          onClick={(event) => {
            const { left, bottom } = event.currentTarget.getBoundingClientRect()
            openMenu(event, left, bottom + 4)
          }}
        >
          <Ellipsis className="small" />
        </button>
      </div>
    </li>
  )
}
