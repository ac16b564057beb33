import {
  Archive,
  Cpu,
  Drama,
  FoldVertical,
  Gauge,
  Library,
  LockKeyhole,
  type LucideIcon,
  Monitor,
  Moon,
  PanelLeft,
  Plus,
  ScanSearch,
  Search,
  Settings as SettingsIcon,
  Square,
  Sun,
  TextSearch,
  Trash2,
} from 'lucide-react'
import type { Settings } from '../../src-shared/desktop/settings.ts'
import type { Page } from '../create-page.ts'
import { showView } from '../rail/show-view.ts'
import { toggleRail } from '../rail/toggle-rail.ts'
import { showSearchPage } from '../search-page/show-search-page.ts'
import type { Chord } from './chord.ts'

export interface Command {
  /** Its name is `name.ID` of `commands.json`. */
  readonly id: string
  readonly group: 'chat' | 'go' | 'view'
  readonly Icon: LucideIcon
  /** What it has unless the person chose otherwise; one chord for both shells, or one each. */
  readonly keys?: Chord | { readonly browser: Chord; readonly electron: Chord }
  /** Also while a dialog is open. */
  readonly worksInDialogs?: boolean
  /** Whether there is anything for it to do now; always when absent. */
  readonly isAvailable?: (page: Page) => boolean
  readonly run: (page: Page) => void
}

/** Everything that can be done by a chord or from the palette, in the order of the settings page. */
export const commands = [
  {
    id: 'newChat',
    group: 'chat',
    Icon: Plus,
    // A browser keeps Ctrl N for itself.
    keys: { browser: 'Alt+N', electron: 'Mod+N' },
    run: ({ place }) => place.getState().go({ page: 'chat', conversationId: null }),
  },
  {
    id: 'search',
    group: 'go',
    Icon: Search,
    keys: 'Mod+K',
    worksInDialogs: true,
    run: ({ palette }) => palette.getState().toggle(),
  },
  { id: 'searchPage', group: 'go', Icon: TextSearch, keys: 'Mod+Shift+F', run: (page) => showSearchPage(page) },
  {
    id: 'findInChat',
    group: 'chat',
    Icon: ScanSearch,
    keys: 'Mod+F',
    isAvailable: ({ place, thread }) => place.getState().place.page === 'chat' && thread.getState().items.length > 0,
    run: ({ findBar }) => findBar.getState().open(),
  },
  {
    id: 'stopAnswer',
    group: 'chat',
    Icon: Square,
    keys: 'Mod+.',
    isAvailable: ({ thread }) => thread.getState().items.at(-1)?.status === 'writing',
    run: ({ thread, toasts }) => void toasts.getState().attempt(thread.getState().stop),
  },
  {
    id: 'compactChat',
    group: 'chat',
    Icon: FoldVertical,
    isAvailable: ({ context, thread }) =>
      context.getState().use?.can_compact === 'yes' && thread.getState().items.at(-1)?.status !== 'writing',
    run: (page) => compactOpenChat(page),
  },
  { id: 'openKnowledge', group: 'go', Icon: Library, run: ({ place }) => place.getState().go({ page: 'knowledge' }) },
  { id: 'openPersonas', group: 'go', Icon: Drama, run: ({ place }) => place.getState().go({ page: 'personas' }) },
  { id: 'openModels', group: 'go', Icon: Cpu, run: ({ place }) => place.getState().go({ page: 'models' }) },
  {
    id: 'openSettings',
    group: 'go',
    Icon: SettingsIcon,
    keys: 'Mod+,',
    run: ({ place }) => place.getState().go({ page: 'settings' }),
  },
  { id: 'openUsage', group: 'go', Icon: Gauge, run: ({ place }) => place.getState().go({ page: 'usage' }) },
  { id: 'showArchive', group: 'go', Icon: Archive, run: (page) => showView(page, 'archived') },
  { id: 'showTrash', group: 'go', Icon: Trash2, run: (page) => showView(page, 'trash') },
  { id: 'toggleRail', group: 'view', Icon: PanelLeft, keys: 'Mod+B', run: toggleRail },
  {
    id: 'lockNow',
    group: 'view',
    Icon: LockKeyhole,
    keys: 'Mod+Shift+L',
    isAvailable: ({ lock }) => lock.getState().keyKeptBy === 'passphrase',
    run: ({ lock, toasts }) => void toasts.getState().attempt(lock.getState().lockNow),
  },
  { id: 'themeSystem', group: 'view', Icon: Monitor, run: (page) => chooseTheme(page, 'system') },
  { id: 'themeLight', group: 'view', Icon: Sun, run: (page) => chooseTheme(page, 'light') },
  { id: 'themeDark', group: 'view', Icon: Moon, run: (page) => chooseTheme(page, 'dark') },
] as const satisfies readonly Command[]

export type CommandId = (typeof commands)[number]['id']

/** As the interface, for what looks at any of them. */
export const allCommands: readonly (Command & { readonly id: CommandId })[] = [...commands]

function chooseTheme({ settings, toasts }: Page, theme: Settings['theme']): void {
  void toasts.getState().attempt(() => settings.getState().change({ theme }))
}

function compactOpenChat({ context, thread, toasts }: Page): void {
  const { conversationId } = thread.getState()
  if (conversationId !== null) void toasts.getState().attempt(() => context.getState().compact(conversationId))
}
