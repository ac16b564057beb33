import type { FastifyReply } from 'fastify'
import { AppError } from '../../src-shared/rpc/errors.ts'

/** Aborts when whoever asked has gone before the answer: nobody waits for it any more. */
export function untilGone({ raw }: FastifyReply): AbortSignal {
  const controller = new AbortController()
  raw.once('close', () => {
    if (!raw.writableFinished) controller.abort(new AppError('BAD_REQUEST'))
  })
  return controller.signal
}
