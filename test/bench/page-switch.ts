import type { Page } from 'playwright'
import type { FilledChat } from './fill-chats.ts'

/** Milliseconds from the click on each chat of the list to the frame in which its newest message stands in view. */
export async function measureSwitches(page: Page, chats: readonly FilledChat[]): Promise<readonly number[]> {
  return await page.evaluate(switchInTurn, [...chats])
}

/** Bytes in use after a collection. */
export async function usedHeap(page: Page): Promise<number> {
  const session = await page.context().newCDPSession(page)
  await session.send('HeapProfiler.collectGarbage')
  const { usedSize } = await session.send('Runtime.getHeapUsage')
  await session.detach()
  return usedSize
}

/** Runs in the page. */
async function switchInTurn(chats: readonly FilledChat[]): Promise<readonly number[]> {
  const nextFrame = (): Promise<number> => new Promise((resolve) => requestAnimationFrame(resolve))
  const isShown = (id: string): boolean => {
    const box = document.querySelector(`[data-message-id="${id}"]`)?.getBoundingClientRect()
    return box !== undefined && box.bottom > 0 && box.top < innerHeight
  }
  const samples: number[] = []
  for (const { id, leafId } of chats) {
    const line = document.querySelector<HTMLElement>(`[data-line="${id}"] button`)
    if (!line) throw new Error(`the list does not show ${id}`)
    const startedAt = performance.now()
    line.click()
    do {
      await nextFrame()
      if (performance.now() - startedAt > 10_000) throw new Error(`${id} is not shown`)
    } while (!isShown(leafId))
    // What this frame holds is painted before the next one.
    await nextFrame()
    samples.push(performance.now() - startedAt)
  }
  return samples
}
