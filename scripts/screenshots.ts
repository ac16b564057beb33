import { spawnSync } from 'node:child_process'
import { copyFileSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { buildPage } from './build-page.ts'
import { root } from './root.ts'

/** Lets the tests draw every page, and puts the two pictures of the README in their place. */
buildPage((text) => void process.stderr.write(`${text}\n`))
const vitest = join(root, 'node_modules/vitest/vitest.mjs')
const args = [vitest, 'run', '--project', 'e2e', 'test/e2e/screens.e2e.test.ts']
const { status } = spawnSync(process.execPath, args, { cwd: root, stdio: 'inherit' })
if (status !== 0) process.exit(status ?? 1)

mkdirSync(join(root, 'docs/images'), { recursive: true })
for (const theme of ['light', 'dark']) {
  copyFileSync(join(root, `test-results/screens/answer-${theme}.png`), join(root, `docs/images/main-window-${theme}.png`))
}
