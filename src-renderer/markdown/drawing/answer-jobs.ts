import { type DrawingJob, type DrawingResult, nothingDrawn } from './drawing-job.ts'

/** The whole of a drawing worker: one job after the other. What cannot be drawn stays as it was written. */
export function answerJobs(draw: (job: DrawingJob) => DrawingResult): void {
  addEventListener('message', ({ data }: MessageEvent<DrawingJob>) => postMessage(drawOrNothing(draw, data)))
}

function drawOrNothing(draw: (job: DrawingJob) => DrawingResult, job: DrawingJob): DrawingResult {
  try {
    return draw(job)
  } catch {
    return nothingDrawn
  }
}
