import type { DocumentHeading } from '../../../src-shared/engine/parser.ts'

/** An entry of a PDF's own table of contents. */
export interface OutlineEntry {
  readonly title: string
  readonly level: number
  /** From 1. */
  readonly page: number
}

interface OutlineNode {
  readonly title: string
  readonly dest: unknown
  readonly items: readonly OutlineNode[]
}

export interface OutlineSource {
  getOutline(): Promise<readonly OutlineNode[] | null>
  getDestination(name: string): Promise<readonly unknown[] | null>
  getPageIndex(reference: { readonly num: number; readonly gen: number }): Promise<number>
}

const mostEntries = 5000
const mostLevels = 6

/** The entries of the outline with their pages; those that lead nowhere are left out, and a damaged outline is none. */
export async function readOutline(source: OutlineSource): Promise<OutlineEntry[]> {
  const entries: OutlineEntry[] = []
  try {
    const open = (await source.getOutline())?.map((node) => ({ node, level: 1 })).toReversed() ?? []
    for (let next = open.pop(); next !== undefined && entries.length < mostEntries; next = open.pop()) {
      const { node, level } = next
      const page = await pageOf(source, node.dest)
      if (page !== undefined && node.title.trim() !== '') entries.push({ title: node.title, level, page })
      if (level < mostLevels) open.push(...node.items.map((item) => ({ node: item, level: level + 1 })).toReversed())
    }
  } catch {
    return []
  }
  return entries
}

async function pageOf(source: OutlineSource, dest: unknown): Promise<number | undefined> {
  try {
    const [target] = (typeof dest === 'string' ? await source.getDestination(dest) : Array.isArray(dest) ? dest : []) ?? []
    if (typeof target === 'number') return target + 1
    return isReference(target) ? (await source.getPageIndex(target)) + 1 : undefined
  } catch {
    return undefined
  }
}

const isReference = (value: unknown): value is { num: number; gen: number } =>
  typeof value === 'object' && value !== null && 'num' in value && 'gen' in value

interface PlacedText {
  readonly text: string
  readonly start: number
  readonly page: number
}

/** The lines that the entries of the outline name, as headings; a title may run over two lines. Lines come in order. */
export function outlineHeadings(lines: readonly PlacedText[], outline: readonly OutlineEntry[]): DocumentHeading[] {
  const byPage = Map.groupBy(lines, ({ page }) => page)
  const found = new Map<number, DocumentHeading>()
  for (const { title, level, page } of outline) {
    const start = findLine(byPage.get(page) ?? [], title) ?? findLine(byPage.get(page + 1) ?? [], title)
    if (start !== undefined && !found.has(start)) found.set(start, { level, text: title.replace(/\s+/g, ' ').trim(), start })
  }
  return [...found.values()].sort((a, b) => a.start - b.start)
}

const letters = (text: string): string =>
  text
    .normalize('NFKC')
    .replace(/[^\p{L}\p{N}]/gu, '')
    .toLowerCase()

function findLine(lines: readonly PlacedText[], title: string): number | undefined {
  const wanted = letters(title)
  if (wanted === '') return undefined
  const texts = lines.map(({ text }) => letters(text.slice(0, 400)))
  const at = texts.findIndex((text, index) => {
    if (text === '') return false
    // "1.2 Pumps" in the text is often only "Pumps" in the outline.
    return (
      text === wanted || text + (texts[index + 1] ?? '') === wanted || (text.endsWith(wanted) && text.length <= wanted.length + 8)
    )
  })
  return lines[at]?.start
}
