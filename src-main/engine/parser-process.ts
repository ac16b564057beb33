import { parser } from '../../src-shared/engine/parser.ts'
import { parseDocument } from '../knowledge/parse/parse-document.ts'
import { refuseNetwork } from './refuse-network.ts'
import { serveChild } from './serve-child.ts'

refuseNetwork()
// pdf.js rejects promises of its own that nobody waits for; the reading they belong to fails, or goes on, by itself.
process.on('unhandledRejection', (reason) => {
  process.stderr.write(`unhandled: ${reason instanceof Error ? reason.message : String(reason)}\n`)
})
serveChild({ parser }, { parser: { parse: parseDocument } })
