import { spawn } from 'node:child_process'
import { platform } from 'node:os'

/** Opens the address in the person's browser. Failing is no fault: the address was printed. */
export function openInBrowser(url: string): void {
  const [command, args] = opener(url)
  const child = spawn(command, args, { stdio: 'ignore', detached: true })
  child.on('error', () => undefined)
  child.unref()
}

function opener(url: string): [string, string[]] {
  if (platform() === 'darwin') return ['open', [url]]
  if (platform() === 'win32') return ['cmd', ['/c', 'start', '', url]]
  return ['xdg-open', [url]]
}
