import { expect, test } from 'vitest'
import { portOver } from '../../../src-shared/rpc/port.ts'

function open() {
  const heard: unknown[] = []
  const wire: unknown[] = []
  const ends = portOver({ send: (frame) => wire.push(frame), close: (reason) => wire.push(`closed: ${reason}`) })
  const listen = () =>
    ends.port.listen(
      (frame) => heard.push(frame),
      (reason) => heard.push(`ended: ${reason}`),
    )
  return { ...ends, heard, wire, listen }
}

test('what came before somebody listens is kept, its end too', () => {
  const { deliver, end, heard, listen } = open()

  deliver(1)
  deliver(2)
  end('gone')
  listen()

  expect(heard).toEqual([1, 2, 'ended: gone'])
})

test('after its own close a port hears and says nothing, and ends once', () => {
  const { port, deliver, end, heard, wire, listen } = open()
  listen()

  port.close('enough')
  port.close('again')
  end('echo of the close')
  deliver(1)
  port.post(2)

  expect(heard).toEqual(['ended: enough'])
  expect(wire).toEqual(['closed: enough'])
})

test('after the other side ended there is nothing to close', () => {
  const { port, end, heard, wire, listen } = open()
  listen()

  end('gone')
  port.close()

  expect(heard).toEqual(['ended: gone'])
  expect(wire).toEqual([])
})

test('a listener that closes over a frame that waited for it hears none of the later ones', () => {
  const { port, deliver, heard } = open()
  deliver('bad')
  deliver('later')

  port.listen(
    (frame) => {
      heard.push(frame)
      port.close('malformed')
    },
    (reason) => heard.push(`ended: ${reason}`),
  )

  expect(heard).toEqual(['bad', 'ended: malformed'])
})
