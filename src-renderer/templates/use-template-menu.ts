import { type KeyboardEvent, useId, useMemo, useState } from 'react'
import { useStore } from 'zustand'
import type { TemplateRow } from '../../src-shared/rows/template.ts'
import { usePage } from '../use-page.ts'
import { findSlash, type Slash } from './find-slash.ts'
import { matchingTemplates } from './template-store.ts'

export interface TemplateMenu {
  readonly isOpen: boolean
  readonly listId: string
  readonly activeId: string | undefined
  readonly active: number
  readonly templates: readonly TemplateRow[]
  /** To be called when the words or the caret moved. */
  look(field: Pick<HTMLTextAreaElement, 'value' | 'selectionStart' | 'selectionEnd'>): void
  /** Whether the key was the menu's. */
  press(event: KeyboardEvent): boolean
  pick(template: TemplateRow): void
  close(): void
}

type OnPick = (template: TemplateRow, slash: Slash) => void

/** The templates below a slash: open while it is being typed, filtered by what follows it. `owner` is the chat it is typed in. */
export function useTemplateMenu(owner: string, onPick: OnPick): TemplateMenu {
  const all = useStore(usePage().templates, (state) => state.templates)
  const listId = useId()
  const { slash, setSlash, closedAt, setClosedAt } = useSlash(owner)
  const [chosen, setChosen] = useState(0)
  const templates = useMemo(() => (slash ? matchingTemplates(all, slash.query) : []), [all, slash])
  const isOpen = slash !== undefined && slash.start !== closedAt && (templates.length > 0 || !slash.query.includes(' '))
  const active = Math.min(chosen, Math.max(0, templates.length - 1))
  const pick = (template: TemplateRow): void => {
    if (slash) onPick(template, slash)
    setSlash(undefined)
  }
  return {
    isOpen,
    listId,
    active,
    activeId: isOpen && templates.length > 0 ? optionId(listId, active) : undefined,
    templates,
    look({ value, selectionStart, selectionEnd }) {
      const found = selectionStart === selectionEnd ? findSlash(value, selectionStart) : undefined
      if (found?.query !== slash?.query) setChosen(0)
      if (found?.start !== closedAt) setClosedAt(null)
      setSlash(found)
    },
    press(event) {
      if (!isOpen) return false
      if (event.key === 'Escape') setClosedAt(slash.start)
      return event.key === 'Escape' || walk(event, { active, templates, setChosen, pick })
    },
    pick,
    close: () => setSlash(undefined),
  }
}

/** Where the slash is that is being typed in this chat. Another chat has other words: nothing is open there. */
function useSlash(owner: string) {
  const [slash, setSlash] = useState<Slash | undefined>()
  /** Of the slash that was closed with Escape: it stays closed. */
  const [closedAt, setClosedAt] = useState<number | null>(null)
  const [seen, setSeen] = useState(owner)
  if (seen !== owner) {
    setSeen(owner)
    setSlash(undefined)
    setClosedAt(null)
  }
  return { slash, setSlash, closedAt, setClosedAt }
}

interface Walk {
  readonly active: number
  readonly templates: readonly TemplateRow[]
  readonly setChosen: (index: number) => void
  readonly pick: (template: TemplateRow) => void
}

function walk({ key, shiftKey }: KeyboardEvent, { active, templates, setChosen, pick }: Walk): boolean {
  const template = templates[active]
  if (!template) return false
  if (key === 'ArrowDown' || key === 'ArrowUp') {
    setChosen((active + (key === 'ArrowDown' ? 1 : -1) + templates.length) % templates.length)
    return true
  }
  if (shiftKey || (key !== 'Enter' && key !== 'Tab')) return false
  pick(template)
  return true
}

export const optionId = (listId: string, index: number): string => `${listId}-${index}`
