import { existsSync, readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { root } from './root.ts'
import { runScript } from './run-script.ts'

/** Where the built page lies. */
export const pageFolder = join(root, 'out', 'renderer')

/** Builds the page unless nothing it is made of is newer than the last build. */
export function buildPage(tell: (text: string) => void): void {
  const built = modifiedMs(join(pageFolder, 'index.html'))
  const sources = ['src-renderer', 'src-shared', 'package-lock.json', 'electron.vite.config.ts']
  if (built > Math.max(...sources.map((source) => newestMs(join(root, source))))) return
  tell('Building the page (a few seconds; done again only when its sources change).')
  runScript('build-page-now.ts')
}

function newestMs(path: string): number {
  if (!statSync(path).isDirectory()) return modifiedMs(path)
  return Math.max(0, ...readdirSync(path).map((name) => newestMs(join(path, name))))
}

const modifiedMs = (path: string): number => (existsSync(path) ? statSync(path).mtimeMs : 0)
