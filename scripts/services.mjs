import { runPinned } from './run-pinned.mjs'

runPinned('scripts/services.ts')
