/** Patterns as they are typed: one a line, empty lines and comments left out. */
export const patternsIn = (text: string): string[] =>
  text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.startsWith('#'))

export const linesOf = (patterns: readonly string[]): string => patterns.join('\n')
