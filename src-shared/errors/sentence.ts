/** Code → what happened, what was kept, what to do. */
export type Sentences = Readonly<Record<string, (data: unknown) => string>>
