/** What is embedded of a passage: where it stands, then what it says. A title that is the first heading too comes once. */
export function embeddingText({ title, heading, text }: { title: string; heading: readonly string[]; text: string }): string {
  const path = heading[0] === title ? heading : [title, ...heading]
  return `${path.join(' > ')}\n${text}`
}
