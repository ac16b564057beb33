import { expect, test } from 'vitest'
import { createOnFrame } from '../../../src-renderer/thread/on-frame.ts'

/** A window whose clock, pictures and keys are told. */
function fakeWindow() {
  const target = new EventTarget()
  const frames: FrameRequestCallback[] = []
  const timers: { readonly at: number; readonly run: () => void }[] = []
  const document = { hidden: false }
  let now = 0

  function passTo(time: number): void {
    now = time
    for (const due of timers.filter(({ at }) => at <= now)) {
      timers.splice(timers.indexOf(due), 1)
      due.run()
    }
  }

  return {
    document,
    performance: { now: () => now },
    addEventListener: target.addEventListener.bind(target),
    requestAnimationFrame: (run: FrameRequestCallback) => frames.push(run),
    setTimeout: (run: () => void, ms = 0) => timers.push({ at: now + ms, run }),
    press: () => target.dispatchEvent(new Event('keydown')),
    passTo,
    drawFrame() {
      for (const run of frames.splice(0)) run(now)
    },
  }
}

test('what draws runs before the next picture where nobody types', () => {
  const page = fakeWindow()
  const ran: string[] = []
  createOnFrame(page)(() => ran.push('answer'))
  expect(ran).toEqual([])
  page.drawFrame()
  expect(ran).toEqual(['answer'])
})

test('while someone types it waits for the picture of the key, and runs once', () => {
  const page = fakeWindow()
  const ran: string[] = []
  const onFrame = createOnFrame(page)
  page.press()
  onFrame(() => ran.push('answer'))
  page.drawFrame()
  expect(ran, 'before the picture of the key').toEqual([])
  page.passTo(1)
  expect(ran).toEqual(['answer'])
  page.passTo(500)
  expect(ran).toEqual(['answer'])
})

test('it waits a tenth of a second at most, and not at all a quarter of a second after the last key', () => {
  const page = fakeWindow()
  const ran: string[] = []
  const onFrame = createOnFrame(page)
  page.press()
  page.drawFrame()
  page.passTo(10)
  onFrame(() => ran.push('while typing'))
  page.passTo(109)
  expect(ran).toEqual([])
  page.passTo(110)
  expect(ran).toEqual(['while typing'])
  page.passTo(251)
  onFrame(() => ran.push('after it'))
  page.drawFrame()
  expect(ran).toEqual(['while typing', 'after it'])
})

test('a page that is hidden draws no picture, and is brought up to date nevertheless', () => {
  const page = fakeWindow()
  const ran: string[] = []
  page.document.hidden = true
  createOnFrame(page)(() => ran.push('answer'))
  page.passTo(249)
  expect(ran).toEqual([])
  page.passTo(250)
  expect(ran).toEqual(['answer'])
})
