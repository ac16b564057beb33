import { Download, Languages, Plus, Trash2 } from 'lucide-react'
import { type ChangeEvent, useMemo, useRef } from 'react'
import { useStore } from 'zustand'
import type { LanguageRow } from '../../src-shared/rows/language.ts'
import { englishFile } from '../language/english-file.ts'
import { understandWords } from '../language/language-words.ts'
import { useWords } from '../language/use-words.ts'
import { saveFile } from '../ui/save-file.ts'
import { Select } from '../ui/select.tsx'
import { usePage } from '../use-page.ts'
import { Option } from './option.tsx'
import { useSettings } from './use-settings.ts'

export function LanguageOption() {
  const t = useWords('settings')
  const { languages } = usePage()
  const [settings, change] = useSettings()
  const added = useStore(languages, (state) => state.added) ?? []
  const choices = [
    { value: 'system', name: t('language.system') },
    // Each in its own words: who lands in a foreign one has to find the way back.
    { value: 'en', name: 'English' },
    { value: 'de', name: 'Deutsch' },
    ...added.map(({ tag, name }) => ({ value: tag, name })),
  ]
  const isThere = choices.some(({ value }) => value === settings.language)
  return (
    <Option Icon={Languages} title={t('language.title')} about={t('language.about')} below={<AddedLanguages added={added} />}>
      <Select
        label={t('language.title')}
        value={isThere ? settings.language : 'system'}
        choices={choices}
        onChange={(language) => change({ language })}
      />
    </Option>
  )
}

function AddedLanguages({ added }: { readonly added: readonly LanguageRow[] }) {
  const t = useWords('settings')
  const save = (): void => saveFile('hearth-english.json', englishFile())
  return (
    <div className="languages">
      {added.map((language) => (
        <AddedLanguage key={language.tag} language={language} />
      ))}
      <div className="row">
        <AddLanguage />
        <button type="button" className="button sm" onClick={save}>
          <Download className="small" /> {t('language.saveEnglish')}
        </button>
      </div>
    </div>
  )
}

function AddedLanguage({ language }: { readonly language: LanguageRow }) {
  const t = useWords('settings')
  const { languages, toasts } = usePage()
  const [settings, change] = useSettings()
  const { name, tag } = language
  const { known, total, misfits } = useMemo(() => understandWords(language), [language])
  const remove = (): void => {
    if (settings.language === tag) change({ language: 'system' })
    void toasts.getState().attempt(() => languages.getState().remove(tag))
  }
  return (
    <div className="row added-language">
      <p>
        <b lang={tag}>{name}</b> <span className="cap">{t('language.known', { known, total })}</span>
        {misfits.length > 0 ? (
          <span className="cap" title={misfits.slice(0, 20).join('\n')}>
            {' · '}
            {t('language.misfits', { count: misfits.length })}
          </span>
        ) : null}
      </p>
      <button type="button" className="icon-button push" aria-label={t('language.remove', { name })} onClick={remove}>
        <Trash2 className="small" />
      </button>
    </div>
  )
}

function AddLanguage() {
  const t = useWords('settings')
  const { languages, toasts } = usePage()
  const [, change] = useSettings()
  const field = useRef<HTMLInputElement>(null)
  const add = async (file: File): Promise<void> => {
    const { tag } = await languages.getState().add(file)
    change({ language: tag })
  }
  const take = ({ target }: ChangeEvent<HTMLInputElement>): void => {
    const [file] = target.files ?? []
    if (file) void toasts.getState().attempt(() => add(file))
    // The same file may be chosen again.
    target.value = ''
  }
  return (
    <>
      <input ref={field} type="file" hidden aria-label={t('language.file')} accept=".json,application/json" onChange={take} />
      <button type="button" className="button sm" onClick={() => field.current?.click()}>
        <Plus className="small" /> {t('language.add')}
      </button>
    </>
  )
}
