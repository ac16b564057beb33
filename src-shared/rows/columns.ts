import { z } from 'zod'

/** Unix milliseconds. */
export const time = z.int().nonnegative()

export const entityId = z.uuidv7()

/** SQLite keeps no booleans: 0 and 1 in the file, `boolean` in every row. */
export const flag = z.preprocess((value) => (value === 0 || value === 1 ? value === 1 : value), z.boolean())

/** A column that holds JSON text in the file and the parsed value in every row. */
export const json = <T extends z.ZodType>(schema: T) =>
  z.preprocess((value) => (typeof value === 'string' ? parseJson(value) : value), schema)

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}
