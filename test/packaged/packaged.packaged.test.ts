import { existsSync, globSync } from 'node:fs'
import { join } from 'node:path'
import { FuseState, FuseV1Options, getCurrentFuseWire } from '@electron/fuses'
import { _electron } from 'playwright'
import { expect, test } from 'vitest'
import { root } from '../../scripts/root.ts'
import { tempFolder } from '../helpers/temp-folder.ts'

// The packaged app of this system: `npm run package -- --folder` makes it, .github/workflows/package.yml runs this.
const patterns = {
  linux: 'linux*-unpacked/hearth',
  win32: 'win*-unpacked/Hearth.exe',
  darwin: 'mac*/Hearth.app/Contents/MacOS/Hearth',
}
const platform = process.platform as keyof typeof patterns
const [executable = ''] = globSync(patterns[platform], { cwd: join(root, 'out', 'package') }).map((path) =>
  join(root, 'out', 'package', path),
)

test('the packaged app opens its page, whose core runs on the Node that came along, and keeps its data', async () => {
  using folder = tempFolder()
  const app = await _electron.launch({ executablePath: executable, args: ['--data', folder.path] })
  try {
    const page = await app.firstWindow()

    await page.getByRole('textbox').first().waitFor()

    expect(page.url()).toMatch(/^hearth-app:/)
    expect(await app.evaluate((electron) => electron.app.isPackaged)).toBe(true)
    expect(await page.evaluate(() => 'require' in window || 'process' in window)).toBe(false)
    expect(existsSync(join(folder.path, 'logs', 'window.log'))).toBe(true)
  } finally {
    await app.close()
  }
})

test('the ways to make the signed binary run something else are closed', async () => {
  const fuses = await getCurrentFuseWire(executable)

  expect(fuses[FuseV1Options.RunAsNode]).toBe(FuseState.DISABLE)
  expect(fuses[FuseV1Options.EnableNodeOptionsEnvironmentVariable]).toBe(FuseState.DISABLE)
  expect(fuses[FuseV1Options.OnlyLoadAppFromAsar]).toBe(FuseState.ENABLE)
})
