import { existsSync, readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { build, type UserConfig } from 'vite'
import { pageConfig } from '../electron.vite.config.ts'
import { root } from './root.ts'

/** Where the built page lies. */
export const pageFolder = join(root, 'out', 'renderer')

/** Builds the page unless nothing it is made of is newer than the last build. */
export async function buildPage(tell: (text: string) => void): Promise<void> {
  const built = modifiedMs(join(pageFolder, 'index.html'))
  const sources = ['src-renderer', 'src-shared', 'package-lock.json', 'electron.vite.config.ts']
  if (built > Math.max(...sources.map((source) => newestMs(join(root, source))))) return
  tell('Building the page (a few seconds; done again only when its sources change).')
  await buildWith(pageConfig())
}

/** Builds the page anew with a map beside each script. */
export async function buildMappedPage(): Promise<void> {
  const config = pageConfig()
  await buildWith({ ...config, build: { ...config.build, sourcemap: 'hidden' } })
}

async function buildWith(config: UserConfig): Promise<void> {
  // Also when a test asked for it: vite takes React's development build otherwise, half as large again.
  process.env.NODE_ENV = 'production'
  await build({ ...config, configFile: false, logLevel: 'error' })
}

function newestMs(path: string): number {
  if (!statSync(path).isDirectory()) return modifiedMs(path)
  return Math.max(0, ...readdirSync(path).map((name) => newestMs(join(path, name))))
}

const modifiedMs = (path: string): number => (existsSync(path) ? statSync(path).mtimeMs : 0)
