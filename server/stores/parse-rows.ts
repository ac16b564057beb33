import type { z } from 'zod'

/** Each by itself: a schema of a list would be made anew for each statement, and that takes longer than parsing its rows. */
export const parseRows = <T>(row: z.ZodType<T>, rows: readonly unknown[]): T[] => rows.map((each) => row.parse(each))
