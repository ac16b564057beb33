import { z } from 'zod'

/** One file of a model, by its path in the hub's repository. Size and hash are asked from the hub, never written here. */
const catalogueFile = z.object({ path: z.string(), save_as: z.string().optional() })

export const catalogueModel = z.object({
  id: z.string(),
  role: z.enum(['chat', 'embedder', 'reranker']),
  name: z.string(),
  /** One sentence: for whom, what it is good at. */
  summary: z.string(),
  licence: z.string(),
  repository: z.string(),
  revision: z.string(),
  files: z.array(catalogueFile).min(1),
  /** For the fit before the download; bytes, about. */
  approximate_bytes: z.int().positive(),
  /** Offered first in its role. */
  is_default: z.boolean().default(false),
  quantisation: z.string().nullable(),
  /** What the memory estimate needs before the file is there; null for embedders. */
  shape: z
    .object({
      parameters: z.int(),
      layers: z.int(),
      embedding: z.int(),
      heads: z.int(),
      kv_heads: z.int(),
      head_size: z.int(),
      vocabulary: z.int(),
      context: z.int(),
    })
    .nullable(),
  dimension: z.int().nullable().default(null),
  max_tokens: z.int().nullable().default(null),
})
export type CatalogueModel = z.infer<typeof catalogueModel>

export const catalogue = z.object({ version: z.int(), models: z.array(catalogueModel) })
