import { build as buildPackage } from 'electron-builder'
import { ownTarget, readBuildFacts } from './packaging/build-facts.ts'
import { buildShell } from './packaging/build-shell.ts'
import { builderConfig } from './packaging/builder-config.ts'
import { root } from './root.ts'

// Builds the shell and the page, and packages them with the core for this system: out/package. With `--folder` the app alone, for
// its tests, without installers. Nothing is published from here.
// A workflow passes a secret that is not there as an empty text, which electron-builder would take for one.
for (const [name, value] of Object.entries(process.env)) if (value === '') delete process.env[name]

const isFolder = process.argv.includes('--folder')
await buildShell(console.log)
await buildPackage({
  projectDir: root,
  config: builderConfig(readBuildFacts(ownTarget())),
  publish: 'never',
  ...(isFolder ? { dir: true } : {}),
})
