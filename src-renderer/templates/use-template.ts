import type { RefObject } from 'react'
import { z } from 'zod'
import type { TemplateRow } from '../../src-shared/rows/template.ts'
import { replaceText } from '../composer/put-text.ts'
import { useKeptForm } from '../kept-forms/use-kept-form.ts'
import { useLanguage } from '../language/use-words.ts'
import { dateText } from '../ui/figures.ts'
import type { Slash } from './find-slash.ts'
import { askedVariables, fillTemplate, knownValues, variablesOf } from './template-variables.ts'
import { useLastSelection } from './use-last-selection.ts'

const words = z.record(z.string(), z.string())

/** A template that was chosen for a chat and asks for something. */
const filling = z.object({
  owner: z.string(),
  template: z.object({ name: z.string(), text: z.string() }),
  names: z.array(z.string()),
  known: words,
  slash: z.object({ start: z.number(), query: z.string() }),
  values: words,
})
export type Filling = z.infer<typeof filling>

export interface TemplateField {
  /** The chat it is put into. */
  readonly owner: string
  readonly field: RefObject<HTMLTextAreaElement | null>
  readonly write: (text: string) => void
}

/** Puts a template in the place of its slash, after asking for what it does not know. */
export function useTemplate({ owner, field, write }: TemplateField) {
  const { language } = useLanguage()
  const lastSelection = useLastSelection()
  const form = useKeptForm('form.variables', filling)
  const open = form.fields?.owner === owner ? form.fields : null

  function insert({ template, slash }: Pick<Filling, 'template' | 'slash'>, values: Filling['values']): void {
    const { current } = field
    if (!current) return
    const filled = fillTemplate(template.text, values)
    // The words may have come from another window meanwhile; then the slash is not where it was.
    const isThere = current.value.startsWith(`/${slash.query}`, slash.start)
    const start = isThere ? slash.start : current.value.length
    const end = isThere ? slash.start + 1 + slash.query.length : start
    replaceText(current, { start, end, text: filled }, write)
  }

  async function choose(template: TemplateRow, slash: Slash): Promise<void> {
    const known = knownValues({
      date: dateText(Date.now(), { now: Date.now(), language }),
      selection: lastSelection(),
      clipboard: variablesOf(template.text).includes('clipboard') ? await clipboardText() : '',
    })
    const names = [...askedVariables(template.text, known)]
    if (names.length === 0) insert({ template, slash }, known)
    else form.open({ owner, template, names, known: { ...known }, slash, values: {} })
  }

  const leave = (): void => {
    form.close()
    field.current?.focus()
  }

  return {
    filling: open,
    choose: (template: TemplateRow, slash: Slash) => void choose(template, slash),
    type: (values: Filling['values']) => (open ? form.type({ ...open, values }) : undefined),
    fill() {
      leave()
      if (open) insert(open, { ...open.known, ...open.values })
    },
    leave,
  }
}

/** Undefined where the browser does not let the page look: then it is asked for. */
async function clipboardText(): Promise<string | undefined> {
  try {
    return await navigator.clipboard.readText()
  } catch {
    return undefined
  }
}
