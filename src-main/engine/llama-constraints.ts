import type { ChatModelFunctions, GbnfJsonSchema, Llama, LlamaGrammar } from 'node-llama-cpp'
import type { z } from 'zod'
import { llamaError, type tool } from '../../src-shared/engine/llama.ts'
import { AppError } from '../../src-shared/rpc/errors.ts'

export type AnswerGrammar = LlamaGrammar & { parse(text: string): unknown }

/** A grammar that lets the model write only what fits a JSON schema. Error: `llama.bad_schema` {problem}. */
export async function grammarFor(llama: Llama, schema: Readonly<Record<string, unknown>>): Promise<AnswerGrammar> {
  try {
    // The library's type knows its own dialect only; what it cannot use it refuses when it runs.
    return await llama.createGrammarForJsonSchema(schema as { type: 'object' })
  } catch (cause) {
    throw new AppError(llamaError.badSchema, { problem: 'the schema cannot be made into a grammar' }, { cause })
  }
}

/** The grammar lets through what the schema does not: `55e99` for an integer, or broken UTF-8 that is too long. */
export function assertFits(grammar: AnswerGrammar, text: string): void {
  try {
    grammar.parse(text)
  } catch (cause) {
    throw new AppError(llamaError.badSchema, { problem: 'the answer does not fit the schema' }, { cause })
  }
}

/** Undefined for no tools: the library takes an empty list for a wish to call some. */
export function functionsFor(tools: readonly z.infer<typeof tool>[] | undefined): ChatModelFunctions | undefined {
  if (!tools || tools.length === 0) return undefined
  const entries = tools.map(({ name, description, parameters }) => [
    name,
    { description, ...(parameters && { params: parameters as GbnfJsonSchema }) },
  ])
  return Object.fromEntries(entries)
}
