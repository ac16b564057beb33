import { superviseProbe } from './supervised-probe.ts'

// A core that is killed while its child is deep in native code. It writes the child's number, then waits.
const { engine } = superviseProbe()
await engine.use(({ client }) => client.probe.echo({ text: 'ready' }))
void engine.use(({ client }) => client.probe.block({ ms: 3_600_000 })).catch(() => undefined)
process.stdout.write(`${engine.state().pid}\n`)
setInterval(() => undefined, 1000)
