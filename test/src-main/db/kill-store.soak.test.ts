import { test } from 'vitest'
import { expectAcknowledged, writeUntilKilled } from '../../helpers/kill-store.ts'
import { tempFolder } from '../../helpers/temp-folder.ts'

const kills = 1000

test(`${kills} kills lose no acknowledged word`, async () => {
  for (let seed = 0; seed < kills; seed += 10) {
    using folder = tempFolder()
    for (let n = 0; n < 10; n++) {
      const lines = await writeUntilKilled(folder.path, { seed: seed + n, after: 1 + (((seed + n) * 7919) % 120) })
      await expectAcknowledged(folder.path, lines)
    }
  }
})
