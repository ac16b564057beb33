export const demoModelId = 'demo'
export const demoEmbedderId = 'demo-embedder'

/** Written by ourselves, never downloaded; a real model comes before them. */
export const demoIds: readonly string[] = [demoModelId, demoEmbedderId]

export const demoSummaries: Readonly<Record<string, string>> = {
  [demoModelId]: 'Quotes your documents, no download. It finds the sentence that fits best and writes nothing of its own.',
  [demoEmbedderId]: 'Finds passages by the words they share, no download.',
}
