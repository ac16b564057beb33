import type { Port } from '../../src-shared/rpc/port.ts'

/** Passes frames on unread, both ways; when one side goes, so does the other. */
export function relay(left: Port, right: Port): void {
  passOn(left, right)
  passOn(right, left)
}

function passOn(from: Port, to: Port): void {
  from.listen(
    (frame) => {
      try {
        to.post(frame)
      } catch {
        // What one transport carries may be too large or too strange for the other. To drop it would leave a call waiting.
        for (const port of [from, to]) port.close('A frame could not be passed on')
      }
    },
    (reason) => to.close(reason),
  )
}
