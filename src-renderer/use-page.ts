import { createContext, useContext } from 'react'
import type { Page } from './create-page.ts'

export const PageContext = createContext<Page | null>(null)

export function usePage(): Page {
  const page = useContext(PageContext)
  if (page === null) throw new Error('This component is drawn outside the page')
  return page
}
