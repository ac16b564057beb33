import { z } from 'zod'
import { type Port, type PortEnds, portOver } from '../../src-shared/rpc/port.ts'

const lane = z.int().min(1)
const laneFrame = z.discriminatedUnion('type', [
  z.object({ type: z.literal('open'), lane, name: z.string() }),
  z.object({ type: z.literal('frame'), lane, frame: z.unknown() }),
  z.object({ type: z.literal('close'), lane, reason: z.string() }),
])

export interface Lanes {
  /** A port of its own over the same channel; the other side is told its name. */
  open(name: string): Port
}

/**
 * Carries many ports over one. Only one of the two sides opens lanes, so their numbers cannot meet. A lane ends alone, and all
 * of them end with the channel.
 */
export function splitChannel(channel: Port, onLane: (lane: Port, name: string) => void = () => undefined): Lanes {
  const lanes = new Map<number, PortEnds>()
  const post = (frame: z.infer<typeof laneFrame>): void => channel.post(frame)
  let lastNumber = 0
  let ended: string | undefined

  channel.listen(receive, (reason) => {
    ended = reason
    for (const { end } of lanes.values()) end(reason)
    lanes.clear()
  })

  function add(number: number): Port {
    const ends = portOver({
      send: (frame) => post({ type: 'frame', lane: number, frame }),
      close(reason) {
        lanes.delete(number)
        post({ type: 'close', lane: number, reason })
      },
    })
    lanes.set(number, ends)
    if (ended !== undefined) ends.end(ended)
    return ends.port
  }

  function receive(message: unknown): void {
    const { data } = laneFrame.safeParse(message)
    if (!data) return channel.close('The other side sent a malformed lane')
    if (data.type === 'open') return onLane(add(data.lane), data.name)
    if (data.type === 'frame') return lanes.get(data.lane)?.deliver(data.frame)
    lanes.get(data.lane)?.end(data.reason)
    lanes.delete(data.lane)
  }

  return {
    open(name) {
      lastNumber += 1
      post({ type: 'open', lane: lastNumber, name })
      return add(lastNumber)
    },
  }
}
