import type { Page } from 'playwright'

export interface Shown {
  /** Selects where the words are looked for. */
  readonly place: string
  /** All of them have to be there. */
  readonly words: readonly string[]
  /** Selects what is pressed. */
  readonly button: string
}

/** The page itself presses a button in the picture in which these words show: what goes by itself may be over before a test has heard of it. */
export async function pressOnceShown(page: Page, shown: Shown): Promise<void> {
  const press = ({ place, words, button }: Shown): boolean => {
    const [said, control] = [document.querySelector(place)?.textContent ?? '', document.querySelector<HTMLElement>(button)]
    if (control === null || !words.every((each) => said.includes(each))) return false
    control.click()
    return true
  }
  await page.waitForFunction(press, shown)
}
