const codeFence = /^\s*(?:```|~~~).*$/gmu
const blockSigns = /^[ \t]*(?:#{1,6}[ \t]+|>[ \t]?|[-*+][ \t]+(?:\[[ xX]\][ \t]+)?|\|)/gmu
const links = /!?\[([^\]\n]*)\]\([^()\s]*(?:\([^()\s]*\)[^()\s]*)*\)/gu
const citations = /[ \t]?\[\d{1,3}\](?!\()/gu
const inlineSigns = /\*\*|__|~~|`+/gu

/** The words of Markdown without the signs that shape them, for a line in a list. Not a parser: a stray sign may stay. */
export const plainText = (markdown: string): string =>
  markdown
    .replaceAll(codeFence, '')
    .replaceAll(blockSigns, '')
    .replaceAll(links, '$1')
    .replaceAll(citations, '')
    .replaceAll(inlineSigns, '')
    .trim()
