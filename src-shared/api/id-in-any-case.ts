import { z } from 'zod'

/**
 * An id as a caller spells it: Apple's systems write capitals, and a store that keeps ids as text would take one id for two. For every id
 * that comes in, in a body, a path, a query or a place; those that go out are in small letters.
 */
export const idInAnyCase = z.uuid().toLowerCase()
