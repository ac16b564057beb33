import { runPinned } from './run-pinned.mjs'

runPinned('scripts/start.ts')
