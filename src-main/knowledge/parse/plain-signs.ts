/** The mark of a list item in a symbol font, which has its signs where other fonts have nothing. */
const mark = /^[\ue000-\uf8ff](?=\s|$)/

/** A line with a bullet that every font and every search knows. */
export const plainSigns = (line: string): string => line.replace(mark, '•')
