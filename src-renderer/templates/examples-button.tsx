import { useWords } from '../language/use-words.ts'
import { usePage } from '../use-page.ts'

const names = ['summary', 'letter', 'translation', 'comparison'] as const

/** Adds the examples in the language that is shown. */
export function ExamplesButton() {
  const { templates, toasts } = usePage()
  const t = useWords('templates')
  const add = async (): Promise<void> => {
    for (const name of names)
      await templates.getState().put({ name: t(`example.${name}Name`), text: marked(t(`example.${name}Text`)) })
  }
  return (
    <button type="button" className="button sm" onClick={() => void toasts.getState().attempt(add)}>
      {t('addExamples')}
    </button>
  )
}

/** In the language files a variable has square brackets: braces are theirs. */
const marked = (text: string): string => text.replaceAll('[[', '{{').replaceAll(']]', '}}')
