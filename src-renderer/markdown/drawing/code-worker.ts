import { answerJobs } from './answer-jobs.ts'
import { colourCode } from './colour-code.ts'
import { nothingDrawn } from './drawing-job.ts'

answerJobs((job) =>
  job.kind === 'code' ? { ...nothingDrawn, pieces: colourCode(job.code, job.language) ?? null } : nothingDrawn,
)
