import './templates.css'
import { Settings2 } from 'lucide-react'
import { useEffect, useRef } from 'react'
import { useStore } from 'zustand'
import { useWords } from '../language/use-words.ts'
import { usePage } from '../use-page.ts'
import { ExamplesButton } from './examples-button.tsx'
import { optionId, type TemplateMenu } from './use-template-menu.ts'

/** The list above the field while a slash is typed. Focus stays in the field. */
export function TemplateMenuList({ menu }: { readonly menu: TemplateMenu }) {
  const { templates: store } = usePage()
  const t = useWords('templates')
  if (!menu.isOpen) return null
  const { templates } = menu
  const manage = (): void => {
    menu.close()
    store.getState().manage(true)
  }
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: a press in it must not take the focus from the field
    <div className="template-menu" onMouseDown={(event) => event.preventDefault()}>
      <p className="visually-hidden" role="status">
        {t('found', { count: templates.length })}
      </p>
      {templates.length > 0 ? <Options menu={menu} /> : <NothingFound />}
      <div className="template-menu-foot">
        <button type="button" className="button sm quiet edge" onClick={manage}>
          <Settings2 className="small" /> {t('manage')}
        </button>
      </div>
    </div>
  )
}

function NothingFound() {
  const { templates } = usePage()
  const t = useWords('templates')
  const hasAny = useStore(templates, (state) => state.templates.length > 0)
  // Which were deleted is not known before.
  const isLoaded = useStore(templates, (state) => state.isLoaded)
  if (!isLoaded) return null
  return (
    <div className="template-none">
      <p>{t(hasAny ? 'noMatch' : 'none')}</p>
      {hasAny ? null : <ExamplesButton />}
    </div>
  )
}

function Options({ menu: { templates, active, listId, pick } }: { readonly menu: TemplateMenu }) {
  const t = useWords('templates')
  const list = useRef<HTMLDivElement>(null)
  useEffect(() => {
    list.current?.children[active]?.scrollIntoView({ block: 'nearest' })
  }, [active])
  return (
    <div ref={list} id={listId} className="template-options" role="listbox" tabIndex={-1} aria-label={t('menu')}>
      {templates.map((template, index) => (
        // biome-ignore lint/a11y/useKeyWithClickEvents: the field has the focus, names the option and hears the keys
        <div
          key={template.id}
          id={optionId(listId, index)}
          className="template-option"
          role="option"
          tabIndex={-1}
          aria-selected={index === active}
          onClick={() => pick(template)}
        >
          <b className="cut">{template.name}</b>
          <span className="cap cut">{template.text}</span>
        </div>
      ))}
    </div>
  )
}
