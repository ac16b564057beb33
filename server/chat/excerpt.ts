const longestExcerpt = 160

/** Whole characters. */
export const excerptOf = (text: string): string =>
  [
    ...text
      .slice(0, 2 * longestExcerpt)
      .replaceAll(/\s+/g, ' ')
      .trim(),
  ]
    .slice(0, longestExcerpt)
    .join('')
