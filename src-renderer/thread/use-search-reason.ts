import { routeCause } from '../../src-shared/desktop/search.ts'
import type { MessageRow } from '../../src-shared/rows/message.ts'
import { causeKeys } from '../knowledge/cause-keys.ts'
import { useWords } from '../language/use-words.ts'

/** Why the documents were searched the way they were; nothing of answers that did not write it down. */
export function useSearchReason({ search }: Pick<MessageRow, 'search'>): string | undefined {
  const t = useWords('knowledge')
  const cause = routeCause.safeParse(search?.cause)
  return cause.success ? t(`playground.cause.${causeKeys[cause.data]}`) : undefined
}
