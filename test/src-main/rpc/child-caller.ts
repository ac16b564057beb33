import { childPort } from '../../../src-main/rpc/child-port.ts'
import { connect } from '../../../src-shared/rpc/client.ts'
import { probe, token } from './probe.ts'

/** Calls the probe its parent serves, and tells what it got on standard output. */
const client = connect(childPort(process), probe, { token })
const sum = await client.calls.add({ a: 40 })
const vectors = await Array.fromAsync(client.streams.vectors({ count: 100 }))
process.stdout.write(`${sum} and ${vectors.length} of ${vectors[0]?.constructor.name}`)
client[Symbol.dispose]()
