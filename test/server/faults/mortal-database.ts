import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { NativeDatabase, StartOptions } from '../../../scripts/services/native-database.ts'
import { beginOf } from '../../../scripts/services/process-begin.ts'
import { freezeProcess } from '../../helpers/freeze-process.ts'
import { tempFolder } from '../../helpers/temp-folder.ts'
import { waitFor } from '../../helpers/wait-for.ts'

/** A database of one test alone, which may come to harm; what it keeps survives that, and so does its address. */
export interface MortalDatabase extends AsyncDisposable {
  readonly name: string
  readonly variables: Readonly<Record<string, string>>
  /** None of its processes runs any more, and none ends: connections stay open and silent. */
  freeze(): Promise<void>
  thaw(): void
  /** All of its processes with `kill -9`; returns when they are gone. */
  kill(): Promise<void>
  /** After it was killed, on what it left. */
  restart(): Promise<void>
}

export async function startMortal(
  database: NativeDatabase,
  { isKept = false }: Partial<Pick<StartOptions, 'isKept'>> = {},
): Promise<MortalDatabase> {
  const folder = tempFolder()
  const options = { folder: join(folder.path, database.name.toLowerCase()), isKept }
  const state = { running: await database.start(options), frozen: [] as readonly number[] }
  const { variables, port } = state.running

  function thaw(): void {
    for (const pid of state.frozen.toReversed()) process.kill(pid, 'SIGCONT')
    state.frozen = []
  }

  return {
    ...{ name: database.name, variables, thaw },
    async freeze() {
      state.frozen = await freezeFamily(state.running.pid)
    },
    async kill() {
      const family = killFamily(state.running.pid)
      await waitFor('the end of it', () => (family.every((pid) => beginOf(pid) === undefined) ? true : undefined))
    },
    async restart() {
      state.running = await database.start({ ...options, port })
    },
    async [Symbol.asyncDispose]() {
      thaw()
      await state.running.stop()
      folder[Symbol.dispose]()
    },
  }
}

/** The eldest first, who could make another meanwhile. PostgreSQL has a process for each connection. */
async function freezeFamily(eldest: number): Promise<readonly number[]> {
  await freezeProcess(eldest)
  const children = childrenOf(eldest).filter((pid) => beginOf(pid) !== undefined)
  await Promise.all(children.map(freezeProcess))
  return [eldest, ...children]
}

function killFamily(eldest: number): readonly number[] {
  const family = [eldest, ...childrenOf(eldest)]
  for (const pid of family) if (beginOf(pid) !== undefined) process.kill(pid, 'SIGKILL')
  return family
}

function childrenOf(pid: number): readonly number[] {
  const file = `/proc/${pid}/task/${pid}/children`
  const listed = existsSync(file) ? readFileSync(file, 'utf8') : ''
  return listed.split(' ').filter(Boolean).map(Number)
}
