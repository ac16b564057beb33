/** A command line that cannot be meant. `message` is the sentence for the person. */
export class UsageError extends Error {
  override readonly name = 'UsageError'
}

/** Its code for whoever reads JSON. */
export const usageErrorCode = 'cli.usage'
