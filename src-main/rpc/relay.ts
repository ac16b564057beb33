import type { Port } from '../../src-shared/rpc/port.ts'

/** Passes frames on unread, both ways; when one side goes, so does the other. */
export function relay(left: Port, right: Port): void {
  left.listen(
    (frame) => right.post(frame),
    (reason) => right.close(reason),
  )
  right.listen(
    (frame) => left.post(frame),
    (reason) => left.close(reason),
  )
}
