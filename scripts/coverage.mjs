import { runPinned } from './run-pinned.mjs'

runPinned('scripts/coverage.ts')
