import type { Page } from 'playwright'
import { expect } from 'vitest'

/** What has the focus, as assistive technology would say it. */
export interface Focused {
  readonly name: string
  readonly isBody: boolean
  /** Whether a person can see where the focus is. */
  readonly hasRing: boolean
}

export const focused = (page: Page): Promise<Focused> =>
  page.evaluate(() => {
    const element = document.activeElement ?? document.body
    const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(element)
    const around = element.parentElement ? getComputedStyle(element.parentElement) : undefined
    const named = element.getAttribute('aria-labelledby')?.split(' ') ?? []
    const texts = named.map((id) => document.getElementById(id)?.textContent ?? '')
    const labels = element instanceof HTMLInputElement || element instanceof HTMLSelectElement ? [...(element.labels ?? [])] : []
    const own = [element.getAttribute('aria-label'), ...texts, ...labels.map((label) => label.textContent), element.textContent]
    const name = (
      own.find((text) => text?.trim()) ??
      element.getAttribute('title') ??
      element.getAttribute('placeholder') ??
      ''
    ).trim()
    const isRinged = (outlineStyle !== 'none' && outlineWidth !== '0px') || boxShadow !== 'none'
    const hasRing = isRinged || (around !== undefined && (around.boxShadow !== 'none' || around.outlineStyle !== 'none'))
    return { name: name.replaceAll(/\s+/g, ' '), isBody: element === document.body, hasRing }
  })

/** Presses the keys one after the other; the focus is somewhere after each. */
export async function press(page: Page, ...keys: string[]): Promise<void> {
  for (const key of keys) {
    await page.keyboard.press(key)
    await expect.poll(async () => (await focused(page)).isBody, { message: `the focus after ${key}` }).toBe(false)
  }
}

/** Goes on by Tab until the control of this name has the focus. */
export async function tabTo(page: Page, name: RegExp, by: 'Tab' | 'Shift+Tab' = 'Tab'): Promise<void> {
  const seen: string[] = []
  for (let times = 0; times < 120; times += 1) {
    const now = await focused(page)
    if (name.test(now.name)) return
    seen.push(now.name.slice(0, 30))
    await page.keyboard.press(by)
  }
  throw new Error(`Tab never came to ${name}, but to ${[...new Set(seen)].join(' | ')}`)
}

export interface Walked {
  readonly reached: number
  /** Controls that can be seen and that neither Tab nor, within their group, an arrow comes to. */
  readonly unreached: readonly string[]
  readonly nameless: readonly string[]
  readonly ringless: readonly string[]
}

/** Goes once round the page by Tab and says what it did not come to. */
export async function walkRound(page: Page): Promise<Walked> {
  const count = await page.evaluate(() => {
    const isSeen = (element: Element): boolean =>
      element.checkVisibility({ visibilityProperty: true }) && element.closest('[inert]') === null
    const controls = [...document.querySelectorAll('a[href], button, input, select, textarea, summary, [tabindex]')].filter(
      (element) => isSeen(element) && !element.matches(':disabled'),
    )
    for (const [n, element] of controls.entries()) element.setAttribute('data-walk', String(n))
    return controls.length
  })
  const reached = new Set<string>()
  const [nameless, ringless] = [new Set<string>(), new Set<string>()]
  for (let times = 0; times < 2 * count + 8; times += 1) {
    await page.keyboard.press('Tab')
    const { name, hasRing, isBody } = await focused(page)
    const mark = await page.evaluate(() => document.activeElement?.getAttribute('data-walk') ?? '')
    if (isBody) continue
    if (reached.has(mark) && mark !== '') break
    reached.add(mark)
    const html = await page.evaluate(() => document.activeElement?.outerHTML.slice(0, 90) ?? '')
    if (name === '') nameless.add(html)
    if (!hasRing) ringless.add(html)
  }
  const unreached = await page.evaluate(
    (marks) => {
      const isOfGroup = (element: Element): boolean => {
        const group = element.closest(
          '[role=list], [role=listbox], [role=tablist], [role=radiogroup], fieldset, ul, ol, section, main',
        )
        const isRoving = element.getAttribute('tabindex') === '-1'
        if (isRoving && (group?.matches('main') || element.matches('main, [role=listbox], section'))) return true
        if (isRoving) return group?.querySelector('[data-walk][tabindex="0"]') !== null
        return element.matches('input[type=radio]') || element.matches('input[type=file]')
      }
      const left = [...document.querySelectorAll('[data-walk]')].filter(
        (element) => !marks.includes(element.getAttribute('data-walk') ?? '') && !isOfGroup(element),
      )
      const said = left.map((element) => element.outerHTML.slice(0, 110))
      for (const element of document.querySelectorAll('[data-walk]')) element.removeAttribute('data-walk')
      return said
    },
    [...reached],
  )
  return { reached: reached.size, unreached, nameless: [...nameless], ringless: [...ringless] }
}
