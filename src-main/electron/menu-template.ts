import type { MenuGroup } from '../../src-shared/desktop/window.ts'
import { acceleratorOf } from './accelerator.ts'
import type { ShellWords } from './shell-words.ts'

const roles = ['about', 'services', 'hide', 'hideOthers', 'unhide', 'close', 'undo', 'redo', 'cut', 'copy', 'paste'] as const
const moreRoles = ['selectAll', 'resetZoom', 'zoomIn', 'zoomOut', 'togglefullscreen', 'reload', 'toggleDevTools'] as const
const windowRoles = ['minimize', 'zoom', 'front'] as const
type Role = (typeof roles | typeof moreRoles | typeof windowRoles)[number]

/** What Electron builds a menu from, as far as Hearth uses it. */
export interface MenuEntry {
  readonly type?: 'separator'
  readonly role?: Role | 'quit'
  readonly label?: string
  readonly accelerator?: string
  readonly registerAccelerator?: boolean
  readonly click?: () => void
  readonly submenu?: MenuEntry[]
}

export interface MenuFacts {
  readonly platform: NodeJS.Platform
  /** Tools for whoever builds Hearth. */
  readonly hasTools: boolean
  readonly words: ShellWords
  /** What the page can do, in its own words; empty until it has told. */
  readonly groups: readonly MenuGroup[]
  readonly run: (commandId: string) => void
}

/** The bar of menus: what every program of the system has, and the page's own commands between. */
export function menuTemplate(facts: MenuFacts): MenuEntry[] {
  const { platform, hasTools, words, groups } = facts
  const isMac = platform === 'darwin'
  const item = (role: Role): MenuEntry => ({ role, label: words[role] })
  const quit: MenuEntry = { role: 'quit', label: words.end }
  const app = { label: 'Hearth', submenu: apart([[item('about')], [item('services')], hiding.map(item), [quit]]) }
  const ofPage = groups.map((group) => ({ id: group.id, label: group.label, submenu: commandsOf(group, facts) }))
  const [chat, view] = ['chat', 'view'].map((id) => ofPage.find((group) => group.id === id))
  const others = ofPage.filter((group) => group !== chat && group !== view)
  const tools = hasTools ? [item('reload'), item('toggleDevTools')] : []
  return [
    ...(isMac ? [app] : []),
    { label: chat?.label ?? words.menuFile, submenu: apart([chat?.submenu ?? [], [item('close')], isMac ? [] : [quit]]) },
    { label: words.menuEdit, submenu: apart([[item('undo'), item('redo')], editing.map(item)]) },
    ...others.map(({ label, submenu }) => ({ label, submenu })),
    {
      label: view?.label ?? words.menuView,
      submenu: apart([view?.submenu ?? [], zooming.map(item), [item('togglefullscreen')], tools]),
    },
    {
      label: words.menuWindow,
      submenu: apart([[item('minimize'), ...(isMac ? [item('zoom')] : [])], isMac ? [item('front')] : []]),
    },
  ]
}

const hiding = ['hide', 'hideOthers', 'unhide'] as const
const editing = ['cut', 'copy', 'paste', 'selectAll'] as const
const zooming = ['resetZoom', 'zoomIn', 'zoomOut'] as const

const commandsOf = ({ commands }: MenuGroup, { run }: MenuFacts): MenuEntry[] =>
  commands.map(({ id, label, chord }) => {
    const accelerator = chord === null ? undefined : acceleratorOf(chord)
    // Shown only: the page hears its keys by itself, and a command would otherwise be done twice.
    return { label, click: () => run(id), ...(accelerator ? { accelerator, registerAccelerator: false } : {}) }
  })

/** The groups that have something, with a line between. */
function apart(groups: readonly (readonly MenuEntry[])[]): MenuEntry[] {
  return groups
    .filter((group) => group.length > 0)
    .flatMap((group, index) => (index === 0 ? [...group] : [{ type: 'separator' as const }, ...group]))
}
