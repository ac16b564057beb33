import { parseArgs } from 'node:util'
import { ZodError } from 'zod'
import { storeNotice } from '../../src-shared/desktop/notices.ts'
import { errorSentence } from '../../src-shared/errors/error-sentence.ts'
import { AppError } from '../../src-shared/rpc/errors.ts'
import { type Config, readConfig } from '../core/config.ts'
import { createLog } from '../core/log.ts'
import { type Command, commonOptions } from './command.ts'
import type { CoreSession } from './command-context.ts'
import { type ExitCode, exitCode } from './exit-code.ts'
import { helpOf, overview } from './help.ts'
import type { Interrupt } from './interrupt.ts'
import { logOf, openSession } from './open-session.ts'
import type { Output } from './output.ts'
import { errorJson, errorWords } from './tell-error.ts'
import { UsageError } from './usage-error.ts'

export interface CliDeps {
  readonly commands: readonly Command[]
  readonly output: Output
  readonly interrupt: Interrupt
}

/** Runs the command that `args` name; every end has its exit code and, when it is no good one, its sentence. */
export async function runCli(args: readonly string[], deps: CliDeps): Promise<ExitCode> {
  const { output, interrupt } = deps
  const common = readCommon(args)
  try {
    return await dispatch(args, deps, common)
  } catch (error) {
    if (interrupt.signal.aborted) output.note('Stopped.')
    else if (common.isJson) output.json({ error: errorJson(error) })
    else output.note(errorWords(error))
    if (interrupt.signal.aborted) return exitCode.stopped
    return error instanceof UsageError ? exitCode.usage : exitCode.failed
  }
}

interface Common {
  readonly data: string | undefined
  readonly isJson: boolean
  readonly wantsHelp: boolean
}

/** What may stand before the command as well, and decides how its errors are told. The command itself reads strictly. */
function readCommon(args: readonly string[]): Common {
  const { data, json, help } = parseArgs({ args: [...args], options: commonOptions, strict: false }).values
  return { data: typeof data === 'string' ? data : undefined, isJson: json === true, wantsHelp: help === true }
}

async function dispatch(args: readonly string[], deps: CliDeps, { data, isJson, wantsHelp }: Common): Promise<ExitCode> {
  const { commands, output, interrupt } = deps
  const at = args.findIndex((arg, index) => !arg.startsWith('-') && args[index - 1] !== '--data')
  const isHelp = args[at] === 'help'
  const name = isHelp ? args[at + 1] : args[at]
  const command = commands.find((known) => known.name === name)
  if (name !== undefined && !command) throw new UsageError(`“${name}” is not a command. ${thereAre(commands)}`)
  if (wantsHelp || isHelp) {
    output.line(command ? helpOf(command) : overview(commands))
    return exitCode.ok
  }
  if (!command) throw new UsageError(`No command was given. ${thereAre(commands)}`)
  const config = configFor(data)
  try {
    return await command.run(args.toSpliced(at, 1), { config, isJson, output, interrupt, open: () => openNoted(config, output) })
  } catch (error) {
    if (!isExpected(error, interrupt)) recordFault(config, error)
    throw error
  }
}

/** Says what the person gave for nothing: they may believe their data is locked. */
async function openNoted(config: Config, output: Output): Promise<CoreSession> {
  const session = await openSession(config)
  if (config.passphrase === undefined || session.isJoined) return session
  const { notices } = await session.api.app.info()
  for (const notice of notices) if (notice.code === storeNotice.passphraseUnused) output.note(errorSentence(notice))
  return session
}

const isExpected = (error: unknown, { signal }: Interrupt): boolean =>
  error instanceof AppError || error instanceof UsageError || signal.aborted

/** The person reads that something went wrong; what it was is in the log. */
function recordFault(config: Config, error: unknown): void {
  try {
    createLog(logOf(config)).error({ err: error }, 'command failed')
  } catch {
    // A folder without a log cannot keep this either, and the person is told all the same.
  }
}

const thereAre = (commands: readonly Command[]): string =>
  `There are ${commands.map(({ name }) => name).join(', ')}; hearth --help says more.`

function configFor(dataFolder: string | undefined): Config {
  try {
    return readConfig({ dataFolder })
  } catch (error) {
    if (!(error instanceof ZodError)) throw error
    const names = error.issues.map(({ path }) => path.join('.')).join(', ')
    throw new UsageError(`The environment variable ${names} has a value that Hearth does not take.`)
  }
}
