import { z } from 'zod'
import { settingsSchema } from '../desktop/settings.ts'
import { updateFound, updateProgress } from '../desktop/updates.ts'
import { menuGroup, pickInput, savePathInput, shortcutState, windowRequest } from '../desktop/window.ts'
import { entityId } from '../rows/columns.ts'
import { call, stream } from '../rpc/contract.ts'

/** The settings that the shell carries out. */
export const shellSettings = settingsSchema.pick({ language: true, theme: true, global_shortcut: true, tray: true })
export type ShellSettings = z.infer<typeof shellSettings>

/** What ended while nobody may have looked. */
export const shellNews = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('answer'), conversation_id: entityId, title: z.string(), is_whole: z.boolean() }),
  z.object({ kind: z.literal('import'), done: z.int(), failed: z.int() }),
])
export type ShellNews = z.infer<typeof shellNews>

/** Where new versions are asked for; `address` is the one file that tells the newest. */
export const updateSource = z.object({ address: z.url({ protocol: /^https$/ }) })

/** What the core asks of the shell it runs in. A shell that cannot do one answers `shell.unavailable`. */
export const shell = {
  /** The database key from the system's secret store; null when none was stored yet. */
  readSecret: call(z.object({ name: z.string() }), z.string().nullable()),
  writeSecret: call(z.object({ name: z.string(), value: z.string() }), z.void()),
  /** Paths the person picked; empty when cancelled. */
  pickFiles: call(pickInput, z.array(z.string())),
  pickSavePath: call(savePathInput, z.string().nullable()),
  openPath: call(z.object({ path: z.string() }), z.void()),
  openExternal: call(z.object({ url: z.url({ protocol: /^https$|^mailto$/ }) }), z.void()),
  /** What the page is asked for; of two that listen, the later one is told. */
  requests: stream(z.void(), windowRequest),
  showMenu: call(z.array(menuGroup), z.void()),
  apply: call(shellSettings, z.void()),
  isOnBattery: call(z.void(), z.boolean()),
  tryShortcut: call(z.object({ chord: z.string() }), shortcutState),
  /** Shown unless the window is in front. */
  notify: call(shellNews, z.void()),
  /** Null where this build has no update host. */
  updateSource: call(z.void(), updateSource.nullable()),
  /** Each of these asks the update host once; the core asks only after its gate let it. */
  lookForUpdate: call(z.void(), updateFound.nullable()),
  downloadUpdate: stream(z.void(), updateProgress),
  installUpdate: call(z.void(), z.void()),
}

export const shellError = { unavailable: 'shell.unavailable' } as const
