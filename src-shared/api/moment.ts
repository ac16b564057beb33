import { z } from 'zod'

/** What a client says of a time, in UTC. Before 1970 is no clock that is merely off, and databases have no year 0. */
export const moment = z.iso.datetime().regex(/^(?:19[7-9]\d|[2-9]\d{3})-/, 'is before 1970')
