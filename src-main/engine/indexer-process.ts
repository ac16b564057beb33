import { constants, setPriority } from 'node:os'
import { indexer } from '../../src-shared/engine/indexer.ts'
import { openDatabase } from '../db/database.ts'
import { maintain } from '../search/vectors/maintain.ts'
import { refuseNetwork } from './refuse-network.ts'
import { serveChild } from './serve-child.ts'

refuseNetwork()
// An answer that is being written comes first.
setPriority(constants.priority.PRIORITY_BELOW_NORMAL)
serveChild(
  { indexer },
  {
    indexer: {
      async maintain({ path, key }, signal) {
        using db = openDatabase(path, key)
        await maintain(db, signal)
      },
    },
  },
)
