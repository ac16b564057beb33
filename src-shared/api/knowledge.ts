import { z } from 'zod'
import { oneLine, someText } from './described-text.ts'
import { idInAnyCase } from './id-in-any-case.ts'

/** What a control character would be in a name or a tag; PostgreSQL and the index's words can do without them. */
const name = (longest: number) =>
  z
    .string()
    .trim()
    .min(1)
    .max(longest)
    .regex(/^\P{Cc}*$/u, 'no control characters')
    .meta(oneLine)

/** A character of a pair alone is no text: stores would keep another one. */
const text = (longest: number) =>
  z
    .string()
    .max(longest)
    .refine((given) => given.isWellFormed() && !given.includes('\0'), 'not a text')
    .refine((given) => given.trim() !== '', 'no text')
    .meta({ minLength: 1, ...someText })

const mostComponents = 4096
const largestComponent = 1e6

/** Numbers, or as one piece what was parsed in another thread. */
export type Components = readonly number[] | Float64Array

/**
 * Components as the model made them; their length is made 1 here. Checked in one go: a document has millions of them, and a schema for each would
 * hold everybody up.
 */
export const embedding = z
  .custom<Components>(isEmbedding, `1 to ${mostComponents} numbers`)
  .meta({
    type: 'array',
    items: { type: 'number', minimum: -largestComponent, maximum: largestComponent },
    minItems: 1,
    maxItems: mostComponents,
  })
  .describe('Of the model that the server names; with embedding_model beside it.')

function isEmbedding(given: unknown): boolean {
  if (!(Array.isArray(given) || given instanceof Float64Array) || given.length < 1 || given.length > mostComponents) return false
  for (let at = 0; at < given.length; at++) {
    const component: unknown = given[at]
    if (!(typeof component === 'number' && Math.abs(component) <= largestComponent)) return false
  }
  return true
}

export const embeddingModel = z.string().min(1).max(200).describe('Which model made the embeddings.')

export const tag = name(64)
export const category = name(100)
const source = name(500).describe('Where it comes from: the name of a file, an address.')

const facets = {
  source,
  category: category.nullable().default(null),
  tags: z
    .array(tag)
    .max(50)
    .default([])
    .transform((tags) => [...new Set(tags)]),
  importance: z.number().min(0).max(1).default(0.5),
}

export const mostPassages = 5000
const longestContent = 2_000_000
const longestPassage = 20_000

const passage = z.strictObject({ content: text(longestPassage), embedding: embedding.optional() })

/** The same three forms, as the description tells them. */
const documentForms = [
  { required: ['content'], properties: { passages: false, embedding_model: false } },
  {
    required: ['passages'],
    properties: { content: false, embedding_model: false, passages: { items: { properties: { embedding: false } } } },
  },
  { required: ['passages', 'embedding_model'], properties: { content: false, passages: { items: { required: ['embedding'] } } } },
]

/**
 * Either a text, which the server cuts and embeds, or passages; those with an embedding keep it. Half of the passages with one is no
 * document.
 */
export const documentBody = z
  .strictObject({
    ...facets,
    content: text(longestContent).optional(),
    passages: z.array(passage).min(1).max(mostPassages).optional(),
    embedding_model: embeddingModel.optional(),
  })
  .refine(({ content, passages }) => (content === undefined) !== (passages === undefined), {
    path: ['content'],
    message: 'either content or passages',
  })
  .refine(({ passages = [] }) => new Set(passages.map((each) => each.embedding === undefined)).size < 2, {
    path: ['passages'],
    message: 'an embedding for each of them, or for none',
  })
  .refine(({ passages, embedding_model }) => (passages?.[0]?.embedding === undefined) === (embedding_model === undefined), {
    path: ['embedding_model'],
    message: 'goes with embeddings, and they with it',
  })
  .meta({ id: 'KnowledgeDocumentBody', oneOf: [...documentForms] })
export type DocumentBody = z.infer<typeof documentBody>

export const documentMetadata = z.object({
  source: z.string(),
  category: z.string().nullable(),
  tags: z.array(z.string()),
  importance: z.number(),
  created_at: z.iso.datetime(),
  updated_at: z.iso.datetime(),
})

export const document = z
  .object({
    document_id: z.uuid(),
    embedding_model: z.string(),
    passage_count: z.int(),
    metadata: documentMetadata,
  })
  .meta({ id: 'KnowledgeDocument' })
export type Document = z.infer<typeof document>

export const documentWithPassages = z
  .object({
    ...document.shape,
    passages: z.array(
      z.object({
        position: z.int(),
        content: z.string(),
        usage_stats: z.object({
          retrieval_count: z.int(),
          last_accessed: z.iso.datetime().nullable(),
          relevance_scores: z.array(z.number()),
        }),
      }),
    ),
  })
  .meta({ id: 'KnowledgeDocumentWithPassages' })
export type DocumentWithPassages = z.infer<typeof documentWithPassages>

export const documentParams = z.strictObject({ document_id: idInAnyCase })
export const documentsQuery = z.strictObject({
  limit: z.coerce.number().int().min(1).max(100).default(20),
  after: z.string().min(1).max(200).optional().describe('`next` of the page before.'),
})
export const documentList = z.object({
  items: z.array(document),
  next: z.string().nullable().describe('Where the next page begins; null when nothing is older.'),
})
