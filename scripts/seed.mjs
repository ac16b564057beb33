import { runPinned } from './run-pinned.mjs'

runPinned('server/main.ts', ['seed', ...process.argv.slice(2)])
