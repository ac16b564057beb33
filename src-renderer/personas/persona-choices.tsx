import { useStore } from 'zustand'
import { useWords } from '../language/use-words.ts'
import { Select } from '../ui/select.tsx'
import { usePage } from '../use-page.ts'
import type { ChangeDraft, PersonaDraft } from './persona-form.ts'

export interface PersonaPartProps {
  readonly draft: PersonaDraft
  readonly onChange: ChangeDraft
}

const thinking = { asChosen: null, always: true, never: false } as const

/** Which model answers, whether it thinks first, and what it answers from. */
export function PersonaChoices({ draft, onChange }: PersonaPartProps) {
  const t = useWords('personas')
  const thinks = draft.think === null ? 'asChosen' : draft.think ? 'always' : 'never'
  return (
    <>
      <div className="persona-option">
        <div>
          <b>{t('field.model')}</b>
          <p className="cap">{t('field.modelSays')}</p>
        </div>
        <ModelChoice draft={draft} onChange={onChange} />
      </div>
      <div className="persona-option">
        <div>
          <b>{t('field.think')}</b>
          <p className="cap">{t('field.thinkSays')}</p>
        </div>
        <Select
          label={t('field.think')}
          value={thinks}
          choices={(['asChosen', 'always', 'never'] as const).map((value) => ({ value, name: t(`think.${value}`) }))}
          onChange={(value) => onChange({ think: thinking[value] })}
        />
      </div>
      <CollectionChoice draft={draft} onChange={onChange} />
    </>
  )
}

function ModelChoice({ draft, onChange }: PersonaPartProps) {
  const t = useWords('personas')
  const entries = useStore(usePage().models, (state) => state.entries)
  const ready = entries.filter(({ role, row }) => role === 'chat' && row?.status === 'ready')
  const isHere = draft.model_id === null || ready.some(({ id }) => id === draft.model_id)
  const choices = [
    { value: '', name: t('model.default') },
    ...ready.map(({ id, name }) => ({ value: id, name })),
    ...(isHere || draft.model_id === null ? [] : [{ value: draft.model_id, name: t('model.gone') }]),
  ]
  return (
    <Select
      label={t('field.model')}
      value={draft.model_id ?? ''}
      choices={choices}
      onChange={(id) => onChange({ model_id: id === '' ? null : id })}
    />
  )
}

function CollectionChoice({ draft, onChange }: PersonaPartProps) {
  const t = useWords('personas')
  const collections = useStore(usePage().knowledge, (state) => state.collections)
  if (collections.length === 0) return null
  const own = draft.collection_ids
  const flip = (id: string): void =>
    onChange({ collection_ids: own?.includes(id) ? own.filter((each) => each !== id) : [...(own ?? []), id] })
  return (
    <>
      <div className="persona-option">
        <div>
          <b>{t('field.collections')}</b>
          <p className="cap">{t('field.collectionsSays')}</p>
        </div>
        <Select
          label={t('field.collections')}
          value={own === null ? 'asChosen' : 'these'}
          choices={(['asChosen', 'these'] as const).map((value) => ({ value, name: t(`collections.${value}`) }))}
          onChange={(value) => onChange({ collection_ids: value === 'these' ? [] : null })}
        />
      </div>
      {own === null ? null : (
        <fieldset className="persona-collections">
          <legend className="visually-hidden">{t('field.collections')}</legend>
          {collections.map(({ id, name }) => (
            <label key={id}>
              <input type="checkbox" checked={own.includes(id)} onChange={() => flip(id)} /> {name}
            </label>
          ))}
        </fieldset>
      )}
    </>
  )
}
