import { answerJobs } from './answer-jobs.ts'
import { nothingDrawn } from './drawing-job.ts'
import { writeMathml } from './write-mathml.ts'

answerJobs((job) => (job.kind === 'math' ? { ...nothingDrawn, mathml: writeMathml(job.tex, job.isBlock) } : nothingDrawn))
