import type { ComponentType } from 'react'
import { KnowledgePage } from './knowledge/knowledge-page.tsx'
import { ModelsPage } from './models/models-page.tsx'
import { PersonasPage } from './personas/personas-page.tsx'
import type { Place } from './place/place-store.ts'
import { SearchPage } from './search-page/search-page.tsx'
import { SettingsPage } from './settings/settings-page.tsx'
import { UsagePage } from './usage/usage-page.tsx'

/** What stands in the middle of the window for each place beside the chat. */
export const pages = {
  models: ModelsPage,
  knowledge: KnowledgePage,
  personas: PersonasPage,
  search: SearchPage,
  settings: SettingsPage,
  usage: UsagePage,
} satisfies Record<Exclude<Place['page'], 'chat'>, ComponentType>
