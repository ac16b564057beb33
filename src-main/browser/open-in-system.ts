import { type ChildProcess, spawn } from 'node:child_process'
import { platform } from 'node:os'
import { dirname } from 'node:path'
import { AppError } from '../../src-shared/rpc/errors.ts'
import { hasDocumentEnding } from '../../src-shared/shell/document-ending.ts'
import { shellError } from '../../src-shared/shell/shell.ts'

/** Openers that fail say so at once; one that stays has become the program itself. */
const failsWithinMs = 2000

/** Opens a document with the system. Of what could run its folder is opened instead. */
export async function openInSystem(path: string): Promise<void> {
  const [command, args] = opener(hasDocumentEnding(path) ? path : dirname(path), platform())
  const child = spawn(command, args, { stdio: 'ignore', detached: true, windowsHide: true })
  const reason = await faultOf(child)
  child.unref()
  if (reason !== undefined) throw new AppError(shellError.unavailable, { reason })
}

function faultOf(child: ChildProcess): Promise<string | undefined> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, failsWithinMs, undefined)
    const settle = (reason: string | undefined): void => {
      clearTimeout(timer)
      resolve(reason)
    }
    child.once('error', ({ message }) => settle(message))
    child.once('exit', (code) => settle(code === 0 ? undefined : `exit ${code}`))
  })
}

/** No shell reads the path: a name may hold what one would take for a command. */
export function opener(path: string, system: NodeJS.Platform): [command: string, args: string[]] {
  if (system === 'darwin') return ['open', [path]]
  if (system === 'win32') return ['rundll32', ['url.dll,FileProtocolHandler', path]]
  return ['xdg-open', [path]]
}
