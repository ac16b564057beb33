import { runPinned } from './run-pinned.mjs'

runPinned('test/bench/main.ts')
