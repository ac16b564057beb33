import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'

/** Where Linux tells of batteries and mains. Other systems have no such folder: there only the window's shell knows. */
const supplies = '/sys/class/power_supply'
const keptMs = 30_000

export interface BatteryOptions {
  /** The window's shell, where there is one. */
  readonly ask?: (() => Promise<boolean>) | undefined
  readonly now: () => number
  readonly folder?: string
}

/** Whether the machine runs on its battery; false where nobody tells. Asked for at most twice a minute. */
export function createOnBattery({ ask, now, folder = supplies }: BatteryOptions): () => Promise<boolean> {
  let known: { readonly at: number; readonly answer: Promise<boolean> } | undefined
  const look = (): Promise<boolean> => (ask?.() ?? readSupplies(folder)).catch(() => false)
  return () => {
    if (known === undefined || now() - known.at >= keptMs) known = { at: now(), answer: look() }
    return known.answer
  }
}

async function readSupplies(folder: string): Promise<boolean> {
  const states = await Promise.all((await readdir(folder)).map((name) => readSupply(join(folder, name))))
  return states.includes('discharging') && !states.includes('online')
}

async function readSupply(folder: string): Promise<'online' | 'discharging' | 'other'> {
  const read = async (name: string): Promise<string> => (await readFile(join(folder, name), 'utf8').catch(() => '')).trim()
  if ((await read('online')) === '1') return 'online'
  // A mouse has a battery as well.
  if ((await read('scope')) === 'Device') return 'other'
  return (await read('status')) === 'Discharging' ? 'discharging' : 'other'
}
