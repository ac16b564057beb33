import { indexLimits } from '../../src-main/search/vectors/limits.ts'

// The indexer's child as it ships, but to this one a store of some thousand rows is large: it builds, takes in and sweeps within a second.
Object.assign(indexLimits, { exactRows: 1000, flatRows: 2000, fewestLoose: 100, goneShare: 0.01 })
await import('../../src-main/engine/indexer-process.ts')
