import { commands } from './commands.ts'
import { exitCode } from './exit-code.ts'
import { createInterrupt } from './interrupt.ts'
import { createOutput } from './output.ts'
import { runCli } from './run-cli.ts'

const interrupt = createInterrupt()
const output = createOutput({ onClosed: interrupt.abandon })

const code = await runCli(process.argv.slice(2), { commands, output, interrupt })
await output.flush()
process.exit(output.isClosed() && code === exitCode.stopped ? exitCode.ok : code)
