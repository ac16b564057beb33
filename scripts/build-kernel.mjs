import { runPinned } from './run-pinned.mjs'

runPinned('scripts/build-kernel.ts')
