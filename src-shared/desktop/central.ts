/** Beside what the server itself refuses, whose codes are in `src-shared/api/api-error.ts`, and what the network does. */
export const centralError = {
  /** data: {host, status, retry_after?}; no answer of a Hearth server that this version understands. */
  unreadable: 'central.unreadable',
} as const
