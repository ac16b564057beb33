/** What the words after `conversations` were about. */
export interface ConversationsTarget {
  /** An id or a file. */
  readonly target: string | undefined
  readonly view: 'active' | 'archived' | 'trash'
  /** The file that an export goes to; absent: standard output. */
  readonly output: string | undefined
}
