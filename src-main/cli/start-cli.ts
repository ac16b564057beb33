import { commands } from './commands.ts'
import { exitCode } from './exit-code.ts'
import { createInterrupt } from './interrupt.ts'
import { createOutput } from './output.ts'
import { runCli } from './run-cli.ts'

/** The whole life of the process: it ends here, whatever still holds it. */
export async function startCli(args: readonly string[]): Promise<never> {
  const interrupt = createInterrupt()
  const output = createOutput({ onClosed: interrupt.abandon })
  const code = await runCli(args, { commands, output, interrupt })
  await output.flush()
  // A reader that had enough (`| head`) is no failure.
  process.exit(output.isClosed() && code === exitCode.stopped ? exitCode.ok : code)
}
