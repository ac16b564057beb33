import { z } from 'zod'

/** A form as it is kept. */
export interface WrittenForm<T> {
  /** What it was opened with, as JSON: opened with the same again, it is this form. */
  readonly of: string
  readonly fields: T
  /** Left with Escape: it waits until it is opened again. */
  readonly isLeft: boolean
}

const kept = z.object({ of: z.string(), fields: z.unknown(), isLeft: z.boolean() })

/** Null for none, and for what another version of the app has kept. */
export function readForm<T>(schema: z.ZodType<T>, text = ''): WrittenForm<T> | null {
  if (text === '') return null
  try {
    const { fields, ...form } = kept.parse(JSON.parse(text))
    return { ...form, fields: schema.parse(fields) }
  } catch {
    return null
  }
}

export const openedWith = <T>(fields: T): WrittenForm<T> => ({ of: JSON.stringify(fields), fields, isLeft: false })

export const isChanged = ({ of, fields }: WrittenForm<unknown>): boolean => JSON.stringify(fields) !== of
