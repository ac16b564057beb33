import { runPinned } from './run-pinned.mjs'

runPinned('scripts/screenshots.ts')
