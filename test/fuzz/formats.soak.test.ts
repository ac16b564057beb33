import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { pino } from 'pino'
import { expect, test } from 'vitest'
import { createParserEngine, parserChild } from '../../src-main/engine/parser-engine.ts'
import { createSupervised } from '../../src-main/engine/supervise.ts'
import { seeded } from '../helpers/seeded.ts'
import { tempFolder } from '../helpers/temp-folder.ts'
import { collectParts } from '../src-main/knowledge/parse/collect-parts.ts'
import { misbehaviour } from './fuzz-outcome.ts'
import { mutate } from './mutate.ts'
import { seedFiles } from './seed-files.ts'

const mutations = 250
const limitMs = 30_000
const root = fileURLToPath(new URL('../..', import.meta.url))
const { signal } = new AbortController()

test.each(seedFiles)(
  `${mutations} damaged copies of $name in the parser's child: in time, within its memory, reading nothing but the file`,
  async ({ name, bytes }) => {
    using folder = tempFolder()
    // The child may read the program and the folder of the file: what a file would make it read elsewhere fails with an error of Node.
    const environment = { NODE_OPTIONS: `--permission --allow-fs-read=${root} --allow-fs-read=${folder.path} --allow-worker` }
    await using supervised = createSupervised({ ...parserChild, environment, log: pino({ level: 'silent' }) })
    const engine = createParserEngine({ supervised, limitMs })
    const path = join(folder.path, name)

    for (let seed = 1000; seed < 1000 + mutations; seed++) {
      writeFileSync(path, mutate(bytes, seeded(seed)))
      const startedAt = performance.now()
      expect(await misbehaviour(collectParts(engine.parse({ path, name }, signal))), `seed ${seed}`).toBeUndefined()
      expect(performance.now() - startedAt, `seed ${seed}`).toBeLessThan(limitMs + 10_000)
    }
  },
)
