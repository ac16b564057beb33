import type { KeyboardEvent } from 'react'
import type { ListRow } from '../conversations/list-rows.ts'
import type { Page } from '../create-page.ts'
import { usePage } from '../use-page.ts'
import { chatsBetween, chatsOf, stepFrom, toggled } from './choose-rows.ts'
import { moveFolder } from './move-folder.ts'
import type { Tidy } from './tidy.ts'
import { useTidy } from './use-tidy.ts'

export const lineId = (key: string): string => `line-${key}`

const pageLines = 12
const steps: Readonly<Record<string, number>> = {
  ArrowDown: 1,
  ArrowUp: -1,
  PageDown: pageLines,
  PageUp: -pageLines,
  Home: Number.NEGATIVE_INFINITY,
  End: Number.POSITIVE_INFINITY,
}

/** The keys of the list: arrows walk, Shift and Space choose, F2 renames, Delete puts away, the menu key opens the menu. */
export function useListKeys(lines: readonly ListRow[]): (event: KeyboardEvent<HTMLElement>) => void {
  const page = usePage()
  const tidy = useTidy()
  return (event) => {
    const { target, key } = event
    if (!(target instanceof HTMLElement) || target instanceof HTMLInputElement || event.nativeEvent.isComposing) return
    const line = lines.find((each) => target.closest(`[data-line="${each.key}"]`) !== null)
    if (!line || (key === ' ' && target.id !== lineId(line.key))) return
    const did = walk(page, { lines, line, event }) || act({ page, tidy, lines, line }, event)
    if (!did) return
    event.preventDefault()
    event.stopPropagation()
  }
}

interface Walk {
  readonly lines: readonly ListRow[]
  readonly line: ListRow
  readonly event: KeyboardEvent
}

function walk({ rail }: Page, { lines, line, event }: Walk): boolean {
  const by = steps[event.key]
  if (by === undefined || event.altKey || event.ctrlKey || event.metaKey) return false
  const to = stepFrom(lines, line.key, by)
  if (!to) return true
  const { anchor, choose, put } = rail.getState()
  put({ current: to.key, wantsFocus: true })
  if (!event.shiftKey) return true
  const from = anchor ?? line.key
  choose(chatsBetween(lines, from, to.key), from)
  return true
}

interface Act {
  readonly page: Page
  readonly tidy: Tidy
  readonly lines: readonly ListRow[]
  readonly line: ListRow
}

function act(on: Act, event: KeyboardEvent): boolean {
  const { page, lines, line } = on
  const { chosen, choose, chooseNone, put } = page.rail.getState()
  const isMod = event.ctrlKey || event.metaKey
  switch (event.key) {
    case ' ':
      if (line.kind === 'chat') choose(toggled(chosen, line.key), line.key)
      return line.kind === 'chat'
    case 'a':
      if (isMod) choose(lines.flatMap(({ kind, key }) => (kind === 'chat' ? [key] : [])))
      return isMod
    case 'Escape':
      if (chosen.size > 0) chooseNone()
      return chosen.size > 0
    case 'F2':
      put({ current: line.key, renaming: line.key })
      return true
    case 'ContextMenu':
      return openMenu(page, line)
    case 'F10':
      return event.shiftKey && openMenu(page, line)
    case 'Delete':
      return putAway(on)
    default:
      return inFolder(on, event)
  }
}

function putAway({ page, tidy, line }: Act): boolean {
  const { chosen, view, put } = page.rail.getState()
  if (line.kind !== 'chat') return false
  const ids = chatsOf(chosen, line.key)
  put({ current: line.key })
  if (view === 'trash') put({ asked: { kind: 'erase', ids } })
  else {
    tidy.trash(ids)
    put({ wantsFocus: true })
  }
  return true
}

function inFolder({ page, lines, line }: Act, { key, altKey }: KeyboardEvent): boolean {
  const { rail } = page
  if (line.kind === 'folder' && altKey && (key === 'ArrowUp' || key === 'ArrowDown')) {
    moveFolder(page, line.key, key === 'ArrowUp' ? -1 : 1)
    rail.getState().put({ current: line.key, wantsFocus: true })
    return true
  }
  const isToggle = line.kind === 'folder' && ((key === 'ArrowRight' && !line.isOpen) || (key === 'ArrowLeft' && line.isOpen))
  if (isToggle) rail.getState().toggleFolder(line.key)
  if (isToggle || key !== 'ArrowLeft' || line.kind !== 'chat' || !line.isInFolder) return isToggle
  rail.getState().put({ current: line.row.folder_id, wantsFocus: true })
  return lines.length > 0
}

/** Below the line, as the menu key has no pointer to open it at. */
function openMenu({ rail }: Page, line: ListRow): boolean {
  const place = document.getElementById(lineId(line.key))?.getBoundingClientRect()
  if (!place || line.kind === 'group') return false
  const { chosen, put } = rail.getState()
  const on = line.kind === 'folder' ? { folderId: line.key } : { chatIds: chatsOf(chosen, line.key) }
  put({ current: line.key, menu: { on, x: place.left + 16, y: place.bottom } })
  return true
}
