import type { DocumentPart, ParsedDocument } from '../../../../src-shared/engine/parser.ts'

/** A document put together again from its parts, its offsets those of the whole text. */
export async function collectParts(parts: AsyncIterable<DocumentPart>): Promise<ParsedDocument> {
  const whole: ParsedDocument = {
    ...{ kind: 'text', title: null, text: '', warnings: [] },
    ...{ pages: [], headings: [], blocks: [], places: [] },
  }
  let base = 0
  const texts: string[] = []
  for await (const part of parts) {
    if (part.part === 'head') Object.assign(whole, { kind: part.kind, title: part.title })
    if (part.part === 'end') Object.assign(whole, { warnings: part.warnings })
    if (part.part !== 'text') continue
    const shift = <T extends { readonly start: number; readonly end?: number }>(list: readonly T[]): T[] =>
      list.map((item) => ({ ...item, start: base + item.start, ...(item.end !== undefined && { end: base + item.end }) }))
    whole.pages.push(...shift(part.pages))
    whole.headings.push(...shift(part.headings))
    whole.blocks.push(...shift(part.blocks))
    whole.places.push(...shift(part.places))
    texts.push(part.text)
    base += part.text.length
  }
  return { ...whole, text: texts.join('') }
}
