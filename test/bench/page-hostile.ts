import { cutRandomly } from '../e2e/hostile/cut-randomly.ts'
import { serveHarness } from '../e2e/hostile/serve-harness.ts'
import { hostileMarkdown } from '../helpers/hostile-markdown.ts'
import { hostileTexts } from '../helpers/hostile-texts.ts'
import { openPage } from '../helpers/open-page.ts'
import { seeded } from '../helpers/seeded.ts'
import { tempFolder } from '../helpers/temp-folder.ts'
import type { Benchmark } from './row.ts'

const texts = [...hostileMarkdown, ...hostileTexts]

/** The component that draws untrusted text, alone in Chromium: every hostile text streamed into it, a piece a frame. */
export const pageHostile: Benchmark = {
  group: 'page',
  rows: ['page.hostile_longest_task_ms'],
  async *run({ tell }) {
    using folder = tempFolder()
    await using harness = await serveHarness(folder.path)
    await using opened = await openPage(harness.url)
    await opened.page.waitForFunction('globalThis.stream')
    tell(`Streaming ${texts.length} hostile texts`)
    const random = seeded(20_261)
    const samples: number[] = []
    for (const text of texts) {
      const ends = cutRandomly(text, { random, atMost: 25 })
      samples.push(await opened.page.evaluate(([whole, at]) => globalThis.stream(whole, at), [text, ends] as const))
    }
    const longestMs = Math.max(...samples)
    const worst = texts[samples.indexOf(longestMs)]?.slice(0, 30) ?? ''
    const note = longestMs === 0 ? 'none of 50 ms or more' : `while streaming ${JSON.stringify(worst)}`
    yield { name: 'page.hostile_longest_task_ms', figure: longestMs, unit: 'ms', n: texts.length, samples, note }
  },
}
