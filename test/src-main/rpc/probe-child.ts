import { childPort } from '../../../src-main/rpc/child-port.ts'
import { serve } from '../../../src-shared/rpc/host.ts'
import { probe, probeOptions } from './probe.ts'

/** The probe in a process of its own; its notes are the lines of its standard output. */
serve(
  childPort(process),
  probe,
  probeOptions((note) => process.stdout.write(`${note}\n`)),
)
