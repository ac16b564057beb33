import { join } from 'node:path'
import type { Locator, Page } from 'playwright'
import { expect, test } from 'vitest'
import { importChat } from '../helpers/import-chat.ts'
import { joinCore } from '../helpers/join-core.ts'
import { openPage } from '../helpers/open-page.ts'
import { startShell } from '../helpers/start-shell.ts'
import { tempFolder } from '../helpers/temp-folder.ts'
import { lookAt } from './look-at.ts'

const answer = `A **table**, code, a formula and a diagram.

| Part | Covered for |
|---|---:|
| Pump | 24 months |
| Seals | 6 months |

\`\`\`typescript
// How long a part is covered
const months = (part: string): number => (part === 'pump' ? 24 : 6)
\`\`\`

The area is $A = \\pi r^2$, and

$$\\sum_{i=1}^{n} i = \\frac{n(n+1)}{2}$$

It costs $5 and $6.

- [x] read the manual
- [ ] write to the dealer

\`\`\`mermaid
graph LR
  Question --> Search
  Search --> Answer["Cited answer"]
\`\`\`
`

/** Of a picture that could not be read there is none. */
const widthOf = (picture: Locator): Promise<number> =>
  picture.evaluate((image: HTMLImageElement) => image.decode().then(() => image.naturalWidth))

test('code is coloured, formulas are drawn, a diagram is drawn when asked for, in both themes', async () => {
  using folder = tempFolder()
  const data = join(folder.path, 'data')
  await using shell = await startShell(data)
  const api = await joinCore(data)
  await importChat(api, 'What is drawn', ['Show me everything', answer])
  await using opened = await openPage(shell.url)
  const { page, faults, foreignRequests } = opened
  await page.getByText('What is drawn').first().click()

  await page.locator('.code-keyword').first().waitFor()
  await page.locator('math munderover').first().waitFor()
  await page.getByRole('button', { name: 'Show as a diagram' }).click()
  const diagram = page.getByRole('img', { name: /^Diagram/ })
  await diagram.waitFor()

  expect(await page.getByText('It costs $5 and $6.').count()).toBe(1)
  expect(await page.getByRole('checkbox', { name: 'Done' }).isChecked()).toBe(true)
  expect(await widthOf(diagram)).toBeGreaterThan(100)
  const light = await diagram.getAttribute('src')
  await page.emulateMedia({ colorScheme: 'dark' })
  // Its colours are in the picture: it stayed light in a window that had become dark.
  await expect.poll(() => diagram.getAttribute('src')).not.toBe(light)
  expect(await widthOf(diagram)).toBeGreaterThan(100)
  await staysWhenItFails(page, diagram)
  await lookAt(page, `drawn`)
  await diagram.scrollIntoViewIfNeeded()
  await lookAt(page, `drawn-diagram`)
  expect(foreignRequests).toEqual([])
  expect(faults).toEqual([])
})

/** A picture was lost when it could not be drawn again in another theme. */
async function staysWhenItFails(page: Page, diagram: Locator): Promise<void> {
  const before = await diagram.getAttribute('src')
  const body = '<script>parent.postMessage({ svg: null }, location.origin)</script>'
  await page.route('**/diagram.html', (route) => route.fulfill({ contentType: 'text/html', body }))
  await Promise.all([page.waitForResponse('**/diagram.html'), page.emulateMedia({ colorScheme: 'light' })])
  await page.locator('.diagram-frame').waitFor({ state: 'detached' })

  expect(await diagram.getAttribute('src')).toBe(before)
  await page.unroute('**/diagram.html')
  await page.emulateMedia({ colorScheme: 'dark' })
  await expect.poll(() => diagram.getAttribute('src')).not.toBe(before)
}
