/** Ends of pieces that cover a text: short ones, so that every construct is cut somewhere, but at most `atMost` of them. */
export function cutRandomly(
  text: string,
  { random, atMost }: { readonly random: () => number; readonly atMost: number },
): number[] {
  const longest = Math.max(7, Math.ceil((2 * text.length) / atMost))
  const ends: number[] = []
  for (let end = 0; end < text.length; ) {
    end = Math.min(text.length, end + 1 + Math.floor(random() * longest))
    ends.push(end)
  }
  return ends
}
