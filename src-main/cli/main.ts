import { enableCompileCache } from 'node:module'
import { fileURLToPath } from 'node:url'

// Halves the start. In a folder of ours: what lies in the system's temporary one might be somebody else's code.
enableCompileCache(fileURLToPath(new URL('../../.cache/compile', import.meta.url)))
// Imports written at the top would be loaded before the cache is there.
const { startCli } = await import('./start-cli.ts')

await startCli(process.argv.slice(2))
