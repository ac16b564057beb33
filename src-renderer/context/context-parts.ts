import type { ContextUse } from '../../src-shared/desktop/context.ts'
import type { Words } from '../language/use-words.ts'
import { numberFormat } from '../ui/formats.ts'

/** In the order of the prompt. */
export const partNames = ['system', 'summary', 'history', 'passages', 'search', 'question'] as const
export type PartName = (typeof partNames)[number]

export const usedTokens = ({ parts }: ContextUse): number => partNames.reduce((sum, name) => sum + parts[name], 0)

/** How full it is, 0 to 1; the room for the answer counts as free. */
export const fullness = (use: ContextUse): number => (use.context_size ? Math.min(1, usedTokens(use) / use.context_size) : 0)

/** Parts that are not counted whatever the model: what a search will find is not known before. */
export const isAbout = (use: ContextUse, name: PartName): boolean => !use.is_exact || name === 'search'

/** "840", "1.2k", "12k": as short as a chip needs it. Sizes of contexts are powers of two, so a k is 1,024. */
export function shortTokens(tokens: number, language: string): string {
  if (tokens < 1000) return numberFormat(language).format(tokens)
  const kilo = tokens / 1024
  return `${numberFormat(language, { maximumFractionDigits: kilo < 9.95 ? 1 : 0 }).format(kilo)}k`
}

/** "12k / 32k", or only how much it is while the size is not known. */
export function chipWords(t: Words<'context'>, use: ContextUse, language: string): string {
  const used = shortTokens(usedTokens(use), language)
  if (use.context_size === null) return t('chip.used', { used })
  return t('chip.of', { used, size: shortTokens(use.context_size, language) })
}
