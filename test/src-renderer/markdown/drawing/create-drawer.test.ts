import { expect, test } from 'vitest'
import { createDrawer, type DrawingWorker } from '../../../../src-renderer/markdown/drawing/create-drawer.ts'
import { type DrawingJob, type DrawingResult, nothingDrawn } from '../../../../src-renderer/markdown/drawing/drawing-job.ts'

type Answer = (job: DrawingJob) => DrawingResult | 'never' | 'error'

const mathml = (job: DrawingJob): DrawingResult => ({ ...nothingDrawn, mathml: job.kind === 'math' ? `<${job.tex}>` : null })

/** Workers that answer so; how many were made and ended, and what they were asked. */
function open(answer: Answer) {
  const seen = { made: 0, ended: 0, asked: 0 }
  const createWorker = (): DrawingWorker => {
    seen.made += 1
    const target = new EventTarget()
    return {
      postMessage(job) {
        seen.asked += 1
        const result = answer(job)
        if (result === 'error') queueMicrotask(() => target.dispatchEvent(new Event('error')))
        else if (result !== 'never') queueMicrotask(() => target.dispatchEvent(new MessageEvent('message', { data: result })))
      },
      terminate() {
        seen.ended += 1
      },
      addEventListener: target.addEventListener.bind(target) as DrawingWorker['addEventListener'],
    }
  }
  return { drawer: createDrawer({ createWorker, limitMs: 20 }), seen }
}

const formula = (tex: string): DrawingJob => ({ kind: 'math', tex, isBlock: false })

test('the same formula is drawn once', async () => {
  const { drawer, seen } = open(mathml)

  const results = await Promise.all([drawer.draw(formula('x')), drawer.draw(formula('x')), drawer.draw(formula('y'))])

  expect(results.map((result) => result.mathml)).toEqual(['<x>', '<x>', '<y>'])
  expect(seen).toEqual({ made: 1, ended: 0, asked: 2 })
})

test.each(['never', 'error'] as const)('a worker that answers %s is ended, and the next one draws on', async (fault) => {
  const { drawer, seen } = open((job) => (job.kind === 'math' && job.tex === 'bad' ? fault : mathml(job)))

  const results = await Promise.all([drawer.draw(formula('bad')), drawer.draw(formula('good'))])

  expect(results.map((result) => result.mathml)).toEqual([null, '<good>'])
  expect(seen).toEqual({ made: 2, ended: 1, asked: 2 })
})

test('what is too long is not even asked', async () => {
  const { drawer, seen } = open(mathml)

  expect(await drawer.draw(formula('x'.repeat(60_000)))).toEqual(nothingDrawn)
  expect(seen.made).toBe(0)
})
