import { readFileSync } from 'node:fs'
import { demoModelId } from '../../../src-main/models/demo-ids.ts'
import { startCoreChild } from './core-child.ts'

// A shell that is killed while its core runs an engine. It writes the number of the core and those of its engines, then waits.
const [, , dataFolder = ''] = process.argv
const core = startCoreChild(dataFolder)
const page = core.page()
await page.models.addDemo(undefined)
await page.models.fit({ id: demoModelId })
const engines = readFileSync(`/proc/${core.pid}/task/${core.pid}/children`, 'utf8').trim().split(' ').map(Number)
process.stdout.write(`${JSON.stringify({ core: core.pid, engines })}\n`)
setInterval(() => undefined, 1000)
