import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { useWords } from '../language/use-words.ts'
import { usePage } from '../use-page.ts'
import { createTidy, type Tidy } from './tidy.ts'

export function useTidy(): Tidy {
  const page = usePage()
  const t = useWords('rail')
  const { i18n } = useTranslation()
  // biome-ignore lint/correctness/useExhaustiveDependencies: the words are new whenever they are asked for, the language is not
  return useMemo(() => createTidy(page, t), [page, i18n.language])
}
