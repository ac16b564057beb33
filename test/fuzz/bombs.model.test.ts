import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pino } from 'pino'
import { expect, test } from 'vitest'
import { createParserEngine, parserChild } from '../../src-main/engine/parser-engine.ts'
import { createSupervised } from '../../src-main/engine/supervise.ts'
import { tempFolder } from '../helpers/temp-folder.ts'
import { collectParts } from '../src-main/knowledge/parse/collect-parts.ts'
import { bombs } from './bombs.ts'
import { misbehaviour } from './fuzz-outcome.ts'

const { signal } = new AbortController()
/** On a quiet machine each takes less than five seconds; a limit of that would measure the others that use this one. */
const limitMs = 60_000

test(`${bombs.length} bombs and lies come to a short text or a refusal in words, in time and within the memory of the child`, async () => {
  using folder = tempFolder()
  await using supervised = createSupervised({ ...parserChild, log: pino({ level: 'silent' }) })
  const engine = createParserEngine({ supervised, limitMs })

  for (const { what, name, bytes } of bombs) {
    const path = join(folder.path, name)
    writeFileSync(path, bytes())
    const reading = collectParts(engine.parse({ path, name }, signal))
    const code = await reading.then(
      () => 'read',
      (error: unknown) => (error instanceof Error ? error.message : String(error)),
    )
    expect(await misbehaviour(reading), `${name}: ${what}`).toBeUndefined()
    expect(code, `${name}: ${what}`).not.toBe('parser.timeout')
  }
})
