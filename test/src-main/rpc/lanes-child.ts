import { Socket } from 'node:net'
import { shellChannelFd } from '../../../src-main/core/shell-channel.ts'
import { splitChannel } from '../../../src-main/rpc/channel-splitter.ts'
import { streamPort } from '../../../src-main/rpc/stream-port.ts'
import { serve } from '../../../src-shared/rpc/host.ts'
import { probe, probeOptions } from './probe.ts'

/** Serves the probe on every lane that is opened; a note begins with the name of its lane. */
splitChannel(streamPort(new Socket({ fd: shellChannelFd })), (lane, name) => {
  serve(
    lane,
    probe,
    probeOptions((note) => process.stderr.write(`${name}: ${note}\n`)),
  )
})
