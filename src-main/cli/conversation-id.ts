import { entityId } from '../../src-shared/rows/columns.ts'
import { UsageError } from './usage-error.ts'

export function conversationId(wanted: string | undefined): string {
  const { data } = entityId.safeParse(wanted)
  if (data === undefined) throw new UsageError(`“${wanted}” is not the id of a chat; hearth conversations list shows them.`)
  return data
}
