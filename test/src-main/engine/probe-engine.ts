import { z } from 'zod'
import { serveChild } from '../../../src-main/engine/serve-child.ts'
import { probe } from './probe-contract.ts'

const kept: Buffer[] = []
const reportSchema = z.object({ environmentVariables: z.record(z.string(), z.string()) })

/** A child that misbehaves on request, to see what its supervisor makes of it. */
serveChild(
  { probe },
  {
    probe: {
      echo: ({ text }) => text,
      async *count({ to }) {
        for (let n = 1; n <= to; n++) yield n
        // The rest never comes: what the test does to this process ends the stream.
        await new Promise(() => undefined)
      },
      die({ with: how }) {
        process.stderr.write('last words\n')
        if (how === 'exit') process.exit(3)
        process.kill(process.pid, 'SIGSEGV')
      },
      block({ ms }) {
        Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms)
      },
      grow({ bytes }) {
        kept.push(Buffer.alloc(bytes, 1))
      },
      environment: () => reportSchema.parse(process.report.getReport()).environmentVariables,
      wait: (_, signal) => new Promise((resolve) => signal.addEventListener('abort', () => resolve())),
    },
  },
)
