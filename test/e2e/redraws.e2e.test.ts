import { expect, test } from 'vitest'
import { line, openRail } from '../helpers/open-rail.ts'
import { untilQuiet, watchRedraws } from '../helpers/watch-redraws.ts'

test('another chat draws two lines of the list again and nothing of the status bar, words that are typed draw the field alone', async () => {
  await using rail = await openRail()
  const { page } = rail
  const { items } = await rail.api.conversations.list({ limit: 100 })
  const idOf = (title: string): string => items.find((row) => row.title.startsWith(title))?.id ?? title
  const [from, to] = [idOf('Trip plan'), idOf('Reply to the dealer')]
  const redraws = await watchRedraws(page)
  const meter = page.getByRole('button', { name: /^Context:/ })
  await line(page, 'Trip plan').click()
  await page.getByRole('heading', { name: /^Trip plan/ }).waitFor()
  await meter.waitFor()
  await untilQuiet(page)
  const atFirst = await redraws()

  await line(page, 'Reply to the dealer').click()
  await page.getByRole('heading', { name: /^Reply to the dealer/ }).waitFor()
  await meter.waitFor()
  await untilQuiet(page)
  const opened = await redraws()
  const field = page.getByRole('textbox', { name: 'Your question' })
  // From the first letter on it can be sent, which the button below the field shows, and its model is loaded, which the status bar shows.
  await field.pressSequentially('H')
  await page.locator('.send:enabled').waitFor()
  await page.getByTitle(/is in memory$/).waitFor()
  const begun = await redraws()
  await field.pressSequentially('ow long does it take?')
  await untilQuiet(page)
  const typed = await redraws()

  // The watch sees what is drawn: the whole list when the page was loaded.
  expect(atFirst.lines.length).toBeGreaterThan(5)
  expect(opened.lines.toSorted()).toEqual([from, to].toSorted())
  expect(typed.lines).toEqual([])
  expect([atFirst, opened, begun, typed].map(({ hasStatus }) => hasStatus)).toEqual([true, false, true, false])
  expect([begun, typed].map(({ hasComposerRow }) => hasComposerRow)).toEqual([true, false])
})
