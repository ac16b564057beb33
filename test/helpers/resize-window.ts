import type { Page } from 'playwright'
import { expect } from 'vitest'

/** Until the page has its columns, or none: it hears of its width a moment after the window has it. */
export async function resizeWindow(page: Page, width: number, height: number): Promise<void> {
  await page.setViewportSize({ width, height })
  const hasColumns = () => page.locator('.app').evaluate((app: HTMLElement) => app.style.gridTemplateColumns !== '')
  await expect.poll(hasColumns).toBe(width >= 720)
}
