import { Plus } from 'lucide-react'
import type { FormEvent } from 'react'
import { useWords } from '../language/use-words.ts'
import type { DraftTag } from './facet-draft.ts'
import { shownTags } from './shown-tags.ts'

export interface TagFieldsProps {
  readonly tags: readonly DraftTag[]
  readonly typed: string
  readonly onTyped: (text: string) => void
  readonly onTag: (word: string, isOn: boolean) => void
}

/** A tag to add, and all there are to put on and take off. */
export function TagFields({ tags, typed, onTyped, onTag }: TagFieldsProps) {
  const t = useWords('knowledge')
  const add = (event: FormEvent): void => {
    event.preventDefault()
    onTag(typed, true)
    onTyped('')
  }
  return (
    <fieldset className="facet">
      <legend>{t('facets.tags')}</legend>
      <form className="row" onSubmit={add}>
        <input
          className="field wide"
          aria-label={t('facets.newTag')}
          placeholder={t('facets.newTag')}
          value={typed}
          maxLength={40}
          onChange={(event) => onTyped(event.target.value)}
        />
        <button type="submit" className="button" disabled={typed.trim() === ''}>
          <Plus className="small" /> {t('facets.add')}
        </button>
      </form>
      {tags.length === 0 ? <p className="cap">{t('facets.noTags')}</p> : <TagChoices tags={tags} typed={typed} onTag={onTag} />}
    </fieldset>
  )
}

function TagChoices({ tags, typed, onTag }: Omit<TagFieldsProps, 'onTyped'>) {
  const t = useWords('knowledge')
  const { shown, more } = shownTags(tags, typed)
  return (
    <div className="facet-tags">
      {shown.map(({ word, has }) => (
        <label key={word} className="row">
          <input
            type="checkbox"
            checked={has === 'all'}
            ref={(box) => {
              if (box) box.indeterminate = has === 'some'
            }}
            onChange={({ target }) => onTag(word, target.checked)}
          />
          <span className="cut">{word}</span>
        </label>
      ))}
      {more > 0 ? <p className="cap">{t('facets.moreTags', { count: more })}</p> : null}
    </div>
  )
}
