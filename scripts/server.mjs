import { runPinned } from './run-pinned.mjs'

runPinned('server/main.ts')
