import type { Page } from 'playwright'

/** Everything the window says now: text, names for screen readers, titles, placeholders. */
export const readWords = (page: Page): Promise<readonly string[]> =>
  page.evaluate(() => {
    const words: string[] = []
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT | NodeFilter.SHOW_ELEMENT)
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      if (node instanceof Text) words.push(node.data.trim())
      else if (node instanceof Element)
        for (const name of ['aria-label', 'aria-description', 'title', 'placeholder']) words.push(node.getAttribute(name) ?? '')
    }
    return [...new Set(words)].filter((each) => each !== '')
  })

export interface Overflow {
  readonly what: string
  readonly by: number
}

/** What is wider than its place and neither scrolls nor is meant to be cut, and what stands beyond the window's edge. */
export const findOverflows = (page: Page): Promise<readonly Overflow[]> =>
  page.evaluate(() => {
    const found: { what: string; by: number }[] = []
    const nameOf = (element: Element): string =>
      `${element.tagName.toLowerCase()}.${element.className}: ${element.textContent?.slice(0, 60)}`
    const isCutOnPurpose = (element: Element): boolean => {
      for (let each: Element | null = element; each; each = each.parentElement) {
        const { overflowX, textOverflow } = getComputedStyle(each)
        if (overflowX === 'auto' || overflowX === 'scroll' || textOverflow === 'ellipsis') return true
        if (each.classList.contains('visually-hidden')) return true
      }
      return false
    }
    for (const element of document.body.querySelectorAll(
      'button, a, p, b, h1, h2, h3, label, legend, summary, span, td, th, li, select',
    )) {
      const box = element.getBoundingClientRect()
      if (box.width === 0 || box.height === 0 || !element.checkVisibility({ checkOpacity: true, checkVisibilityCSS: true }))
        continue
      const beyond = Math.max(box.right - innerWidth, -box.left)
      const within = element.scrollWidth - element.clientWidth
      const by = Math.max(beyond, element.clientWidth > 0 && getComputedStyle(element).display !== 'inline' ? within : 0)
      if (by > 1 && !isCutOnPurpose(element)) found.push({ what: nameOf(element), by: Math.round(by) })
    }
    return found
  })
