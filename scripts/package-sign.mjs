import { runPinned } from './run-pinned.mjs'

runPinned('scripts/package-sign.ts')
