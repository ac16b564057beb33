import { runPinned } from './run-pinned.mjs'

runPinned('scripts/package-size.ts')
