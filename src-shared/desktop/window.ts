import { z } from 'zod'
import { entityId } from '../rows/columns.ts'
import { call, stream } from '../rpc/contract.ts'

/** What the menu, the tray, notifications and links ask of the page. */
export const windowRequest = z.discriminatedUnion('kind', [
  /** A command of the page's own list. */
  z.object({ kind: z.literal('command'), id: z.string().max(60) }),
  z.object({ kind: z.literal('chat'), conversation_id: entityId }),
  z.object({ kind: z.literal('page'), page: z.string().max(40) }),
  /** Words for the field of a new chat; they are not sent. */
  z.object({ kind: z.literal('question'), text: z.string().max(4000) }),
])
export type WindowRequest = z.infer<typeof windowRequest>

/** One menu of the window's bar with commands of the page, in its words. */
export const menuGroup = z.object({
  id: z.string().max(60),
  label: z.string().max(80),
  commands: z.array(
    z.object({
      id: z.string().max(60),
      label: z.string().max(120),
      /** As in the setting `shortcuts`. */
      chord: z.string().max(60).nullable(),
    }),
  ),
})
export type MenuGroup = z.infer<typeof menuGroup>

export const pickInput = z.object({ title: z.string().max(200), folders: z.boolean() })
export const savePathInput = z.object({ title: z.string().max(200), name: z.string().max(200) })
export const shortcutState = z.enum(['free', 'taken', 'invalid'])

/** What the page asks of the window it is in; every call fails with `shell.unavailable` where it is in none. */
export const window = {
  requests: stream(z.void(), windowRequest),
  showMenu: call(z.array(menuGroup).max(20), z.void()),
  /** Paths on this machine; empty when cancelled. */
  pickFiles: call(pickInput, z.array(z.string())),
  /** Where to write; null when cancelled. */
  pickSavePath: call(savePathInput, z.string().nullable()),
  openDataFolder: call(z.void(), z.void()),
  /** Whether the system would give this chord to Hearth in every app. */
  tryShortcut: call(z.object({ chord: z.string().max(60) }), shortcutState),
}
