import type { DrawingJob, DrawingResult } from './drawing-job.ts'
import { nothingDrawn } from './drawing-job.ts'

/** One job after the other; each library is loaded by the first job that needs it. */
async function draw(job: DrawingJob): Promise<DrawingResult> {
  if (job.kind === 'math') {
    const { writeMathml } = await import('./write-mathml.ts')
    return { ...nothingDrawn, mathml: writeMathml(job.tex, job.isBlock) }
  }
  const { colourCode } = await import('./colour-code.ts')
  return { ...nothingDrawn, pieces: colourCode(job.code, job.language) ?? null }
}

addEventListener('message', ({ data }: MessageEvent<DrawingJob>) => {
  draw(data).then(
    (result) => postMessage(result),
    // What cannot be drawn stays as it was written.
    () => postMessage(nothingDrawn),
  )
})
