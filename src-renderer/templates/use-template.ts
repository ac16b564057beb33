import { type RefObject, useState } from 'react'
import type { TemplateRow } from '../../src-shared/rows/template.ts'
import { replaceText } from '../composer/put-text.ts'
import { useLanguage } from '../language/use-words.ts'
import { dateText } from '../ui/figures.ts'
import type { Slash } from './find-slash.ts'
import { askedVariables, fillTemplate, knownValues, variablesOf } from './template-variables.ts'
import { useLastSelection } from './use-last-selection.ts'

/** A template that was chosen and asks for something. */
export interface Filling {
  readonly template: TemplateRow
  readonly names: readonly string[]
  readonly known: Readonly<Record<string, string>>
  readonly slash: Slash
}

export interface TemplateField {
  readonly field: RefObject<HTMLTextAreaElement | null>
  readonly write: (text: string) => void
}

/** Puts a template in the place of its slash, after asking for what it does not know. */
export function useTemplate({ field, write }: TemplateField) {
  const { language } = useLanguage()
  const lastSelection = useLastSelection()
  const [filling, setFilling] = useState<Filling | null>(null)

  function insert({ template, slash }: Pick<Filling, 'template' | 'slash'>, values: Readonly<Record<string, string>>): void {
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
    const names = askedVariables(template.text, known)
    if (names.length === 0) insert({ template, slash }, known)
    else setFilling({ template, names, known, slash })
  }

  const leave = (): void => {
    setFilling(null)
    field.current?.focus()
  }

  return {
    filling,
    choose: (template: TemplateRow, slash: Slash) => void choose(template, slash),
    fill(values: Readonly<Record<string, string>>) {
      leave()
      if (filling) insert(filling, { ...filling.known, ...values })
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
