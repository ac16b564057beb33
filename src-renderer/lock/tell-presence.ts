import type { Page } from '../create-page.ts'

const pauseMs = 20_000
const signs = ['pointerdown', 'pointermove', 'keydown', 'wheel'] as const

/** Tells the core now and then that the person is here, so that it does not lock under their hands. */
export function tellPresence({ link }: Pick<Page, 'link'>, target: Pick<Window, 'addEventListener'>): void {
  let toldAt = 0
  const tell = (): void => {
    const { status, access } = link.state.getState()
    if (status !== 'connected' || access?.kind !== 'open' || Date.now() - toldAt < pauseMs) return
    toldAt = Date.now()
    // One that was not heard is followed by the next.
    void link.api.lock.touch().catch(() => {})
  }
  for (const sign of signs) target.addEventListener(sign, tell, { passive: true })
}
