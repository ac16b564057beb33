import { errorSentence, type Fault } from '../../src-shared/errors/error-sentence.ts'

export interface FaultWords {
  /** What happened: the bold line. */
  readonly head: string
  /** What was kept and what to do; may be empty. */
  readonly rest: string
}

const firstSentence = /^.+?[.:](?=\s|$)/

/** The sentence of a fault, cut after its first part. */
export function faultWords(fault: Fault): FaultWords {
  const sentence = errorSentence(fault)
  const head = firstSentence.exec(sentence)?.[0] ?? sentence
  return { head: head.replace(/[.:]$/, ''), rest: sentence.slice(head.length).trim() }
}
