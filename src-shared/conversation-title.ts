const longest = 60

/** The first line of the first question, cut at a word and marked as cut. */
export function titleFrom(question: string): string {
  const line =
    question
      .split('\n')
      .map((text) => text.replaceAll(/\s+/g, ' ').trim())
      .find((text) => text !== '') ?? ''
  if (line.length <= longest) return line
  const cut = line.slice(0, longest - 1)
  const atWord = cut.slice(0, Math.max(cut.lastIndexOf(' '), 0)).replace(/[\s,;:.–-]+$/, '')
  return `${atWord === '' ? wholeCharacters(cut) : atWord}…`
}

/** A cut between the halves of a surrogate pair would leave half a character. */
const wholeCharacters = (text: string): string => text.replace(/[\uD800-\uDBFF]$/, '')
