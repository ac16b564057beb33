import { type RequestReason, type RequestRow, requestReason } from '../../src-shared/rows/request.ts'
import type { Words } from '../language/use-words.ts'

const keys = {
  'updates.look': 'lookForUpdate',
  'updates.download': 'downloadUpdate',
  'models.describe': 'describeModel',
  'models.download': 'downloadModel',
  'central.ask': 'askServer',
} as const satisfies Record<RequestReason, string>

/** Why it left the machine; what an earlier version wrote down stays as it is. */
export function reasonWords(t: Words<'settings'>, { reason, subject }: Pick<RequestRow, 'reason' | 'subject'>): string {
  const known = requestReason.safeParse(reason)
  return known.success ? t(`log.reason.${keys[known.data]}`, { subject }) : reason
}

/** The reasons that say what is looked for: the core knows their codes only. */
export const reasonsSaying = (t: Words<'settings'>, query: string): RequestReason[] =>
  query.trim() === ''
    ? []
    : requestReason.options.filter((reason) =>
        reasonWords(t, { reason, subject: '' }).toLowerCase().includes(query.trim().toLowerCase()),
      )
