import { runPinned } from './run-pinned.mjs'

runPinned('scripts/run-services.ts')
