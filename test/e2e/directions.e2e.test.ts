import { join } from 'node:path'
import type { Locator } from 'playwright'
import { expect, test } from 'vitest'
import { importChat } from '../helpers/import-chat.ts'
import { joinCore } from '../helpers/join-core.ts'
import { openPage } from '../helpers/open-page.ts'
import { startShell } from '../helpers/start-shell.ts'
import { tempFolder } from '../helpers/temp-folder.ts'
import { lookAt } from './look-at.ts'

const question = 'ما هي مدة ضمان المضخة K-200؟ (بالأشهر)'
const answer = `الضمان هو 24 شهرا للمضخة K-200.

- المضخة: 24 شهرا.
- الأختام: 6 أشهر.

In English it says: 24 months.

\`\`\`
pump --months 24
\`\`\`
`

/** Where the first letter begins and the last sign, pixels from the left. */
const ends = (words: Locator): Promise<readonly [number, number]> =>
  words.evaluate((element) => {
    const text = document.createTreeWalker(element, NodeFilter.SHOW_TEXT).nextNode()
    const length = text?.textContent?.length ?? 0
    const placeOf = (at: number): number => {
      const range = document.createRange()
      if (text !== null) range.setStart(text, at)
      if (text !== null) range.setEnd(text, at + 1)
      return range.getBoundingClientRect().left
    }
    return [placeOf(0), placeOf(length - 1)] as const
  })

test('Arabic is read from the right and English from the left, in one chat: signs stood on the wrong side', async () => {
  using folder = tempFolder()
  const data = join(folder.path, 'data')
  await using shell = await startShell(data)
  await importChat(await joinCore(data), question, [question, answer])
  await using opened = await openPage(shell.url)
  const { page, faults } = opened
  await page.locator('.line-button', { hasText: 'K-200' }).click()
  await page.getByText('pump --months 24').waitFor()

  for (const words of ['.me', '.answer > p:first-child', '.answer li', 'h1.cut']) {
    const [first, last] = await ends(page.locator(words).first())
    expect([words, first > last]).toEqual([words, true])
  }
  const [first, last] = await ends(page.locator('.answer > p', { hasText: 'In English' }))
  expect(first).toBeLessThan(last)
  const directionOf = (element: Element): string => getComputedStyle(element).direction
  expect(await page.locator('.answer ul').evaluate(directionOf)).toBe('rtl')
  expect(await page.locator('.answer pre code').evaluate(directionOf)).toBe('ltr')
  const field = page.getByRole('textbox', { name: 'Your question' })
  await field.fill(question)
  await lookAt(page, 'directions')
  expect(faults).toEqual([])
})
