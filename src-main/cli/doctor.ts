import { existsSync } from 'node:fs'
import { devNull } from 'node:os'
import { createLog } from '../core/log.ts'
import { storePath } from '../db/store-files.ts'
import { commonOptions, defineCommand } from './command.ts'
import type { CommandContext, CoreSession } from './command-context.ts'
import { checkBackups, checkContent } from './doctor/check-content.ts'
import { checkEngines } from './doctor/check-engines.ts'
import { checkKey } from './doctor/check-key.ts'
import { checkMachine } from './doctor/check-machine.ts'
import { checkModels } from './doctor/check-models.ts'
import type { Finding } from './doctor/finding.ts'
import { exitCode } from './exit-code.ts'
import { errorWords } from './tell-error.ts'
import { UsageError } from './usage-error.ts'

const marks = { ok: '✓', note: '!', wrong: '✗' } as const satisfies Record<Finding['state'], string>

export const doctor = defineCommand({
  name: 'doctor',
  usage: ['doctor'],
  summary: 'see whether everything works, and what to do where it does not',
  details: [
    'Looks at Node, the data folder and its disk, the key, the store and every page of it, the newest backup, the files of the',
    'models, and whether each engine starts. It works on a store that cannot be opened, too.',
  ],
  options: commonOptions,

  async run({ positionals }, context) {
    if (positionals.length > 0) throw new UsageError('hearth doctor takes nothing more.')
    const { output, isJson } = context
    const checks: Finding[] = []
    for await (const finding of examine(context)) {
      context.interrupt.signal.throwIfAborted()
      checks.push(finding)
      if (!isJson) output.line(`${marks[finding.state]} ${finding.message}`)
      output.progress('Checking')
    }
    const ok = checks.every(({ state }) => state !== 'wrong')
    if (isJson) output.json({ ok, checks })
    else output.line(ok ? 'Everything works.' : 'Something is wrong; see ✗ above.')
    return ok ? exitCode.ok : exitCode.failed
  },
})

async function* examine(context: CommandContext): AsyncGenerator<Finding> {
  const { dataFolder } = context.config
  yield* checkMachine(dataFolder)
  if (!existsSync(storePath(dataFolder))) {
    yield { check: 'store', state: 'ok', message: 'Nothing is stored yet' }
    return yield* examineEngines(context, undefined)
  }
  yield checkKey(dataFolder)
  const opened = await open(context)
  yield opened.finding
  await using session = opened.session
  yield* session ? examineOpen(context, session) : examineClosed(context)
}

interface Opened {
  readonly finding: Finding
  readonly session: CoreSession | undefined
}

async function open(context: CommandContext): Promise<Opened> {
  try {
    const session = await context.open()
    const message = session.isJoined ? 'Hearth is running on it and answers' : 'The store opens'
    return { session, finding: { check: 'store', state: 'ok', message } }
  } catch (error) {
    return { session: undefined, finding: { check: 'store', state: 'wrong', message: errorWords(error) } }
  }
}

async function* examineOpen(context: CommandContext, { api }: CoreSession): AsyncGenerator<Finding> {
  const { config, interrupt } = context
  yield await checkContent(config)
  yield await checkBackups(config.dataFolder, api, interrupt.signal)
  const rows = (await api.models.list()).flatMap(({ row }) => (row ? [row] : []))
  yield* await checkModels(rows)
  const usable = rows.filter(({ role, status, path }) => role === 'embedder' && status === 'ready' && existsSync(path))
  yield* examineEngines(context, usable.at(-1))
}

async function* examineClosed(context: CommandContext): AsyncGenerator<Finding> {
  yield await checkBackups(context.config.dataFolder, undefined, context.interrupt.signal)
  yield { check: 'models', state: 'note', message: 'Which models there are is in the store, so they were not checked' }
  yield* examineEngines(context, undefined)
}

async function* examineEngines({ interrupt }: CommandContext, embedder: Parameters<typeof checkEngines>[0]['embedder']) {
  const log = createLog({ file: devNull, level: 'silent' })
  yield* await checkEngines({ log, embedder }, interrupt.signal)
}
