import { buildShell } from './packaging/build-shell.ts'

await buildShell((text) => void process.stderr.write(`${text}\n`))
