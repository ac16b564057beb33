import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { root } from '../root.ts'
import { runToEnd } from '../services/run-to-end.ts'

const version = '4.32.5'
const folder = join(root, '.cache', `schemathesis-${version}`)
const program = join(folder, 'bin', 'schemathesis')
const settings = join(import.meta.dirname, 'schemathesis.toml')

/** Once, into an environment of its own. Errors: without Python 3.10 or newer, its `venv`, or the package registry. */
export async function install(): Promise<void> {
  if (existsSync(program)) return
  await runToEnd('python3', ['-m', 'venv', folder])
  const pip = ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', `schemathesis==${version}`]
  await runToEnd(join(folder, 'bin', 'python'), pip)
}

export interface SchemathesisRun {
  readonly headers: Readonly<Record<string, string>>
  /** Generated requests an operation and phase. */
  readonly examples: string
  /** Only these, or all but these. */
  readonly which: { readonly only: readonly string[] } | { readonly allBut: readonly string[] }
}

/** Whether all went well; what did not, it says itself. The same seed each time, so that what was found is found again. */
export function schemathesis(url: string, { headers, examples, which }: SchemathesisRun): Promise<boolean> {
  const args = [
    ...['--config-file', settings, 'run', `${url}/openapi.json`, '--checks', 'all', '--max-examples', examples, '--seed', '7'],
    ...('only' in which ? which.only : which.allBut).flatMap((name) => [
      'only' in which ? '--include-name' : '--exclude-name',
      name,
    ]),
    ...Object.entries(headers).flatMap(([name, value]) => ['--header', `${name}: ${value}`]),
  ]
  const child = spawn(program, args, { cwd: folder, stdio: ['ignore', 'inherit', 'inherit'] })
  return new Promise((resolve, reject) => child.once('error', reject).once('exit', (code) => resolve(code === 0)))
}
