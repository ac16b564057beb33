/** How often a page that nobody sees is brought up to date. */
const unseenMs = 250

/** Runs it before the next picture is drawn. A page that is hidden draws none. */
export function onFrame(run: () => void): void {
  if (document.hidden) setTimeout(run, unseenMs)
  else requestAnimationFrame(run)
}
