/** How often a page that nobody sees is brought up to date. */
const unseenMs = 250
/** Someone types for as long as the next key comes within this time. */
const typingMs = 250
/** The longest that something waits for the picture of a key. */
const longestWaitMs = 100

/** What is used of the window. */
export interface FrameWindow extends Pick<Window, 'addEventListener' | 'requestAnimationFrame'> {
  readonly document: Pick<Document, 'hidden'>
  readonly performance: Pick<Performance, 'now'>
  setTimeout(run: () => void, ms?: number): unknown
}

/**
 * Runs what draws before the next picture; a page that is hidden draws none. While someone types it runs right after the picture of
 * a key, so that the key's own picture need not wait for it.
 */
export function createOnFrame(page: FrameWindow): (run: () => void) => void {
  const waiting = new Set<() => void>()
  let lastKeyAt = Number.NEGATIVE_INFINITY

  function runWaiting(): void {
    const runs = [...waiting]
    waiting.clear()
    for (const run of runs) run()
  }

  function noteKey(): void {
    lastKeyAt = page.performance.now()
    // The callback of a frame comes before its picture, a task begun there after it.
    page.requestAnimationFrame(() => page.setTimeout(runWaiting))
  }

  function runAfterKey(run: () => void): void {
    waiting.add(run)
    page.setTimeout(() => {
      if (waiting.delete(run)) run()
    }, longestWaitMs)
  }

  page.addEventListener('keydown', noteKey, { capture: true, passive: true })
  return (run) => {
    if (page.document.hidden) page.setTimeout(run, unseenMs)
    else if (page.performance.now() - lastKeyAt < typingMs) runAfterKey(run)
    else page.requestAnimationFrame(run)
  }
}
