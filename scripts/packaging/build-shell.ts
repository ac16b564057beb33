import { build } from 'electron-vite'
import { buildPage } from '../build-page.ts'
import { root } from '../root.ts'
import { writeCorePackage } from './core-package.ts'

/** Builds what the package holds beside sources: main process, preload and, when its sources changed, the page. */
export async function buildShell(tell: (text: string) => void): Promise<void> {
  buildPage(tell)
  await build({ root, logLevel: 'error', ignoreConfigWarning: true })
  writeCorePackage()
}
