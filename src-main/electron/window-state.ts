import { readFileSync } from 'node:fs'
import { z } from 'zod'
import { settingsSchema } from '../../src-shared/desktop/settings.ts'
import { writeFileDurably } from '../db/durable-file.ts'

const size = z.int().min(1).max(20_000)
const offset = z.int().min(-100_000).max(100_000)

const windowState = z.object({
  /** Of the window while it is neither maximised nor full. */
  bounds: z.object({ x: offset, y: offset, width: size, height: size }).nullable(),
  isMaximized: z.boolean(),
  isFullScreen: z.boolean(),
  /** The chosen theme, so that the window opens in its colour before the core has answered. */
  theme: settingsSchema.shape.theme,
})
export type WindowState = z.infer<typeof windowState>

const fresh: WindowState = { bounds: null, isMaximized: false, isFullScreen: false, theme: 'system' }

export interface KeptWindowState {
  read(): WindowState
  keep(fields: Partial<WindowState>): void
}

/** A file that is missing or damaged is a fresh start; one that cannot be written costs the place of the window, nothing else. */
export function keepWindowState(file: string, onFault: (error: unknown) => void): KeptWindowState {
  let state = readState(file)
  return {
    read: () => state,
    keep(fields) {
      const next = { ...state, ...fields }
      if (JSON.stringify(next) === JSON.stringify(state)) return
      state = next
      try {
        writeFileDurably(file, Buffer.from(JSON.stringify(state)))
      } catch (error) {
        onFault(error)
      }
    },
  }
}

function readState(file: string): WindowState {
  try {
    return windowState.parse(JSON.parse(readFileSync(file, 'utf8')))
  } catch {
    return fresh
  }
}
