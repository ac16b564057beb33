import { ArrowDown, ArrowUp, Copy, Ellipsis, Pencil, Trash2 } from 'lucide-react'
import { useState } from 'react'
import { useStore } from 'zustand'
import type { PersonaRow } from '../../src-shared/rows/persona.ts'
import { useWords, type Words } from '../language/use-words.ts'
import { Menu } from '../ui/menu.tsx'
import { usePage } from '../use-page.ts'
import { startChatWith } from './choose-persona.ts'
import { DeletePersona } from './delete-persona.tsx'
import { copyOf, draftOf, type PersonaDraft } from './persona-form.ts'
import { PersonaIcon } from './persona-icon.tsx'

export interface PersonaLineProps {
  readonly row: PersonaRow
  readonly place: { readonly index: number; readonly of: number }
  readonly onEdit: (draft: PersonaDraft) => void
}

export function PersonaLine({ row, place, onEdit }: PersonaLineProps) {
  const page = usePage()
  const t = useWords('personas')
  const [isDeleting, setDeleting] = useState(false)
  const facts = useFacts(t, row)
  return (
    <li data-persona-id={row.id}>
      <PersonaIcon name={row.icon} />
      <div className="persona-words">
        <b className="cut">{row.name}</b>
        <span className="cut">{row.system_prompt.trim() === '' ? t('noPrompt') : row.system_prompt}</span>
      </div>
      <span className="cap persona-facts">{facts}</span>
      <button type="button" className="button sm" onClick={() => startChatWith(page, row)}>
        {t('chat')}
      </button>
      <button
        type="button"
        className="icon-button"
        aria-label={t('editNamed', { name: row.name })}
        onClick={() => onEdit(draftOf(row))}
      >
        <Pencil className="small" />
      </button>
      <LineMenu row={row} place={place} onDelete={() => setDeleting(true)} />
      {isDeleting ? <DeletePersona row={row} onClose={() => setDeleting(false)} /> : null}
    </li>
  )
}

type LineMenuProps = Pick<PersonaLineProps, 'row' | 'place'> & { readonly onDelete: () => void }

function LineMenu({ row, place: { index, of }, onDelete }: LineMenuProps) {
  const { personas, toasts } = usePage()
  const t = useWords('personas')
  const act = (work: () => Promise<unknown>): void => void toasts.getState().attempt(work)
  const move = (position: number): void => act(() => personas.getState().move(row.id, position))
  const copy = (): void => act(() => personas.getState().put(copyOf(t, row, personas.getState().rows)))
  return (
    <Menu label={t('more', { name: row.name })} face={<Ellipsis className="small" />}>
      <button type="button" onClick={copy}>
        <Copy className="small" /> {t('duplicate')}
      </button>
      {index > 0 ? (
        <button type="button" onClick={() => move(index - 1)}>
          <ArrowUp className="small" /> {t('up')}
        </button>
      ) : null}
      {index < of - 1 ? (
        <button type="button" onClick={() => move(index + 1)}>
          <ArrowDown className="small" /> {t('down')}
        </button>
      ) : null}
      <button type="button" onClick={onDelete}>
        <Trash2 className="small" /> {t('delete')}
      </button>
    </Menu>
  )
}

/** "Qwen3 4B · temperature 0.3 · thinks first · 2 collections": only what differs from the settings. */
function useFacts(t: Words<'personas'>, { model_id, temperature, think, collection_ids }: PersonaRow): string {
  const name = useStore(usePage().models, ({ entries }) => entries.find(({ id }) => id === model_id)?.name)
  const parts = [
    model_id === null ? '' : (name ?? t('facts.modelGone')),
    temperature === null ? '' : t('facts.temperature', { value: temperature }),
    think === null ? '' : t(think ? 'facts.thinks' : 'facts.thinksNot'),
    collection_ids === null ? '' : t('facts.collections', { count: collection_ids.length }),
  ]
  return parts.filter((part) => part !== '').join(' · ')
}
