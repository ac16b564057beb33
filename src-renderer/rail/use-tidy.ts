import { useMemo } from 'react'
import { useWords } from '../language/use-words.ts'
import { usePage } from '../use-page.ts'
import { createTidy, type Tidy } from './tidy.ts'

export function useTidy(): Tidy {
  const page = usePage()
  const t = useWords('rail')
  return useMemo(() => createTidy(page, t), [page, t])
}
