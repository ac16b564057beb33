import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { createOnBattery } from '../../../src-main/core/on-battery.ts'
import { tempFolder } from '../../helpers/temp-folder.ts'

type Supplies = Readonly<Record<string, Readonly<Record<string, string>>>>

/** As Linux shows them. */
async function onBattery(supplies: Supplies): Promise<boolean> {
  using folder = tempFolder()
  for (const [name, files] of Object.entries(supplies)) {
    mkdirSync(join(folder.path, name))
    for (const [file, text] of Object.entries(files)) writeFileSync(join(folder.path, name, file), `${text}\n`)
  }
  return await createOnBattery({ now: () => 0, folder: folder.path })()
}

test('a laptop is on its battery when that discharges and no mains is there; the battery of a mouse says nothing', async () => {
  expect(await onBattery({ BAT0: { status: 'Discharging' }, AC: { online: '0' } })).toBe(true)
  expect(await onBattery({ BAT0: { status: 'Charging' }, AC: { online: '1' } })).toBe(false)
  expect(await onBattery({ hid: { status: 'Discharging', scope: 'Device' } })).toBe(false)
  expect(await onBattery({})).toBe(false)
})

test('a machine that tells nothing counts as one on mains', async () => {
  expect(await createOnBattery({ now: () => 0, folder: '/nowhere' })()).toBe(false)
})

test('the window is asked once for many questions, and again after half a minute', async () => {
  let [at, asked] = [0, 0]
  const ask = async (): Promise<boolean> => ++asked > 1
  const isOn = createOnBattery({ ask, now: () => at })

  expect([await isOn(), await isOn()]).toEqual([false, false])
  at = 30_000

  expect(await isOn()).toBe(true)
})
