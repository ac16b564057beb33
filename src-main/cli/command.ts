import { type ParseArgsOptionDescriptor, parseArgs } from 'node:util'
import type { CommandContext } from './command-context.ts'
import type { ExitCode } from './exit-code.ts'
import { UsageError } from './usage-error.ts'

export interface OptionSpec extends ParseArgsOptionDescriptor {
  /** What stands for its value in the help. */
  readonly value?: string
  readonly words: string
}

export type OptionSpecs = Readonly<Record<string, OptionSpec>>

/** What every command takes. */
export const commonOptions = {
  data: { type: 'string', value: 'DIR', words: 'the data folder, instead of the system’s place for it (or HEARTH_DATA)' },
  json: { type: 'boolean', words: 'print JSON, errors too' },
  help: { type: 'boolean', short: 'h', words: 'show this help' },
} as const satisfies OptionSpecs

type Parsed<O extends OptionSpecs> = ReturnType<typeof parseArgs<{ options: O; allowPositionals: true }>>

export interface CommandSpec<O extends OptionSpecs> {
  readonly name: string
  /** The ways to call it, without `hearth`. */
  readonly usage: readonly string[]
  /** One line. */
  readonly summary: string
  /** What else to know, line by line. */
  readonly details?: readonly string[]
  readonly options: O
  run(parsed: Parsed<O>, context: CommandContext): Promise<ExitCode>
}

export interface Command extends Pick<CommandSpec<OptionSpecs>, 'name' | 'usage' | 'summary' | 'details' | 'options'> {
  run(args: readonly string[], context: CommandContext): Promise<ExitCode>
}

export function defineCommand<const O extends OptionSpecs>({ run, ...about }: CommandSpec<O>): Command {
  return { ...about, run: async (args, context) => run(parse(args, about.options), context) }
}

function parse<const O extends OptionSpecs>(args: readonly string[], options: O): Parsed<O> {
  try {
    return parseArgs({ args: [...args], options, allowPositionals: true })
  } catch (error) {
    throw new UsageError(error instanceof Error ? firstSentence(error.message) : 'The options were not understood.')
  }
}

/** Node goes on with advice for programmers. */
const firstSentence = (message: string): string => `${message.split(/\. |\n/)[0]?.replace(/\.$/, '')}.`
