import type { PassageRow } from '../../src-shared/rows/knowledge.ts'

/** Characters of passages that are written in one transaction: a few milliseconds of indexing. */
const charactersPerCommit = 16_000

/** Passages cut so that those of each part can be written in one commit. */
export function* inCommits(passages: readonly PassageRow[]): Generator<PassageRow[]> {
  let part: PassageRow[] = []
  let size = 0
  for (const passage of passages) {
    if (part.length > 0 && size + passage.text.length > charactersPerCommit) {
      yield part
      part = []
      size = 0
    }
    part.push(passage)
    size += passage.text.length
  }
  if (part.length > 0) yield part
}
