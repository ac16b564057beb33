import { afterAll, beforeAll, expect, test } from 'vitest'
import { seeded } from '../helpers/seeded.ts'
import { parseBytes } from '../src-main/knowledge/parse/parse-bytes.ts'
import { misbehaviour } from './fuzz-outcome.ts'
import { mutate } from './mutate.ts'
import { seedFiles } from './seed-files.ts'

const unhandled: unknown[] = []
/** pdf.js rejects promises of its own that nobody waits for; the parser's child outlives that, which its own tests hold. */
const isOfPdf = (reason: unknown): boolean => reason instanceof Error && 'name' in reason && reason.name === 'FormatError'
const note = (reason: unknown): void => void (isOfPdf(reason) || unhandled.push(reason))

beforeAll(() => void process.on('unhandledRejection', note))
afterAll(() => void process.off('unhandledRejection', note))

/** The long run is in `formats.soak.test.ts`; its seeds go on where these end. */
const mutations = 20

test.each(seedFiles)(
  `${mutations} damaged copies of $name give a document or an error in words, and leave nothing behind`,
  async ({ name, bytes }) => {
    for (let seed = 0; seed < mutations; seed++) {
      const damaged = mutate(bytes, seeded(seed))
      expect(await misbehaviour(parseBytes(name, damaged)), `seed ${seed}`).toBeUndefined()
    }
    expect(unhandled).toEqual([])
  },
)
