import { blankMessage, type MessageRow } from '../../src-shared/rows/message.ts'

interface Echo {
  readonly id: string
  readonly conversation_id: string
  readonly parent_id: string | null
  readonly role: MessageRow['role']
  readonly text?: string
}

/** What the person sees until the row of the same id replaces it. */
export function echoMessage({ text = '', ...echo }: Echo): MessageRow {
  const now = Date.now()
  const status = echo.role === 'user' ? 'complete' : 'writing'
  return { ...blankMessage, ...echo, text, status, created_at: now, updated_at: now }
}
