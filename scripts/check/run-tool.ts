import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'

export interface ToolRun {
  readonly stdout: string
  readonly stderr: string
  readonly exitCode: number | null
}

export interface ToolCall {
  /** The tool's script inside node_modules: started by this very Node, so neither PATH nor a shell decides which one runs. */
  readonly script: string
  readonly args: readonly string[]
  readonly cwd: string
}

const modules = join(import.meta.dirname, '../../node_modules')

export async function runTool({ script, args, cwd }: ToolCall): Promise<ToolRun> {
  const child = spawn(process.execPath, [join(modules, script), ...args], { cwd, stdio: ['ignore', 'pipe', 'pipe'] })
  const ended = new Promise<number | null>((resolve, reject) => child.once('error', reject).once('close', resolve))
  const [stdout, stderr, exitCode] = await Promise.all([text(child.stdout), text(child.stderr), ended])
  return { stdout, stderr, exitCode }
}

/** The tool's report as JSON, or an error with the end of what it wrote: a crashed tool is never a green guard. */
export function parseReport(tool: string, { stdout, stderr, exitCode }: ToolRun): unknown {
  try {
    return JSON.parse(stdout)
  } catch (cause) {
    throw new Error(`${tool} gave no report (exit ${exitCode}): ${(stderr || stdout).trim().slice(-2000)}`, { cause })
  }
}

const codeRoots = ['src-shared', 'src-main', 'src-preload', 'src-renderer', 'server', 'test', 'scripts']

/** The source roots that this tree has. */
export const presentRoots = (root: string): string[] => codeRoots.filter((name) => existsSync(join(root, name)))
