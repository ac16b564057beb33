/** Something about the store worth a sentence on the page. */
export interface Notice {
  readonly code: string
  readonly data?: unknown
}
