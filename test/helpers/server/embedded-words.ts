import { wordVector } from '../word-vectors.ts'

const dimension = 64

/** Of a server without a model: clients embed, with these. */
export const clientModel = { HEARTH_CLIENT_EMBEDDING_MODEL: 'words', HEARTH_CLIENT_EMBEDDING_DIMENSION: String(dimension) }

export const vectorOf = (text: string): number[] => Array.from(wordVector(text, dimension))

/** What a client sends of a text that it has embedded. */
export const embeddedQuery = (query: string) => ({ query, embedding: vectorOf(query), embedding_model: 'words' })

export const embeddedDocument = (source: string, texts: readonly string[]) => ({
  ...{ source, embedding_model: 'words' },
  passages: texts.map((content) => ({ content, embedding: vectorOf(content) })),
})
