/**
 * Keys of the index's tables are packed numbers, so that what is read together lies together: `space | passage` for rows,
 * `space | generation | list` for lists, one field more for their segments. All stay below 2^53.
 */
const passages = 2 ** 40
const generations = 2 ** 12
const lists = 2 ** 14
const segments = 2 ** 14

/** The first row of a space: its passages' ids are added to it. */
export const firstRow = (space: number): number => space * passages
export const firstList = (space: number, generation: number): number => (space * generations + generation) * lists
export const firstSegment = (listKey: number): number => listKey * segments

export const spaceOfList = (listKey: number): number => Math.floor(listKey / (generations * lists))

/** List 0 of the generation that a list is of. */
export const firstBeside = (listKey: number): number => Math.floor(listKey / lists) * lists

/** Passages are numbered in 32 bits inside the codes. */
export const mostPassages = 2 ** 32

/** Generations go round; 0 means none. */
export const nextGeneration = (generation: number): number => (generation % (generations - 1)) + 1

/** First and last key of everything a space has of a kind, or a generation of it. */
export const rowsOf = (space: number): [number, number] => [firstRow(space), firstRow(space + 1) - 1]
export const listsOf = (space: number, generation: number): [number, number] => [
  firstList(space, generation),
  firstList(space, generation) + lists - 1,
]
export const segmentsOf = (listKey: number): [number, number] => [firstSegment(listKey), firstSegment(listKey + 1) - 1]
