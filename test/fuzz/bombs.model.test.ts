import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pino } from 'pino'
import { afterAll, expect, test } from 'vitest'
import { createParserEngine, parserChild } from '../../src-main/engine/parser-engine.ts'
import { createSupervised } from '../../src-main/engine/supervise.ts'
import { tempFolder } from '../helpers/temp-folder.ts'
import { collectParts } from '../src-main/knowledge/parse/collect-parts.ts'
import { bombs } from './bombs.ts'
import { misbehaviour } from './fuzz-outcome.ts'

const { signal } = new AbortController()
/** On a quiet machine each takes less than five seconds; a limit of that would measure the others that use this one. */
const limitMs = 60_000

// One child for all: what a bomb leaves behind would meet the next one.
const folder = tempFolder()
const supervised = createSupervised({ ...parserChild, log: pino({ level: 'silent' }) })
const engine = createParserEngine({ supervised, limitMs })
afterAll(async () => {
  await supervised.stop()
  folder[Symbol.dispose]()
})

test.for(bombs)(
  'a bomb or a lie comes to a short text or a refusal in words, in time and within the memory of the child: $name, $what',
  async ({ name, bytes }) => {
    const path = join(folder.path, name)
    writeFileSync(path, bytes())

    const reading = collectParts(engine.parse({ path, name }, signal))

    const code = await reading.then(
      () => 'read',
      (error: unknown) => (error instanceof Error ? error.message : String(error)),
    )
    expect(await misbehaviour(reading)).toBeUndefined()
    expect(code).not.toBe('parser.timeout')
  },
)
