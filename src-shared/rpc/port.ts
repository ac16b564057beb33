/**
 * Moves frames both ways, in order. Frames are trees of what JSON can say plus typed arrays. A typed array that owns its
 * whole buffer may be moved instead of copied, so what was posted is given away.
 */
export interface Port {
  /** Throws if the frame cannot travel. After the end it does nothing. */
  post(frame: unknown): void
  /** To be called once; frames that came earlier are kept for it. `onClose` comes once, last, whichever side closed. */
  listen(onFrame: (frame: unknown) => void, onClose: (reason: string) => void): void
  close(reason?: string): void
}

export interface Wire {
  send(frame: unknown): void
  close(reason: string): void
}

export interface PortEnds {
  readonly port: Port
  /** To be called by the adapter for every frame that came in. */
  deliver(frame: unknown): void
  /** To be called by the adapter when the wire is gone. */
  end(reason: string): void
}

/** What every adapter owes its port: frames kept until somebody listens, nothing after the end, and one end only. */
export function portOver(wire: Wire): PortEnds {
  let early: unknown[] = []
  let listener: Parameters<Port['listen']> | undefined
  let ended: string | undefined

  function end(reason: string): void {
    if (ended !== undefined) return
    ended = reason
    listener?.[1](reason)
  }

  return {
    end,
    deliver(frame) {
      if (ended !== undefined) return
      if (listener) listener[0](frame)
      else early.push(frame)
    },
    port: {
      post(frame) {
        if (ended === undefined) wire.send(frame)
      },
      listen(onFrame, onClose) {
        const [kept, reason] = [early, ended]
        early = []
        listener = [onFrame, onClose]
        for (const frame of kept) {
          // Closed by what came before: what follows is not heard, here no more than later.
          if (ended !== reason) return
          onFrame(frame)
        }
        if (reason !== undefined) onClose(reason)
      },
      close(reason = 'Closed on this side') {
        if (ended !== undefined) return
        early = []
        end(reason)
        wire.close(reason)
      },
    },
  }
}
