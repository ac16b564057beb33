import type { Page } from 'playwright'

/** What React keeps of a component. */
interface Fiber {
  readonly alternate: Fiber | null
  readonly child: Fiber | null
  readonly sibling: Fiber | null
  readonly flags: number
  readonly type: unknown
  readonly stateNode: unknown
}

export interface Redraws {
  /** Chats of the list whose lines were drawn again since the last asking. */
  readonly lines: readonly string[]
  /** Whether anything of the status bar was. */
  readonly hasStatus: boolean
  /** Whether anything below the field of the question was. */
  readonly hasComposerRow: boolean
}

/** Loads the page anew, and tells from then on what React draws again: what stays as it is in the page is not free. */
export async function watchRedraws(page: Page): Promise<() => Promise<Redraws>> {
  await page.addInitScript(hookReact)
  await page.reload()
  await page.locator('[data-line]').first().waitFor()
  return () => page.evaluate(takeRedraws)
}

/** Until the page has drawn nothing for a second: what follows an act, as the context that is counted, is over. */
export const untilQuiet = (page: Page): Promise<void> =>
  page.evaluate(async () => {
    for (let last = -1, same = 0; same < 60; ) {
      same = globalThis.redrawn.length === last ? same + 1 : 0
      last = globalThis.redrawn.length
      await new Promise(requestAnimationFrame)
    }
  })

/** Runs in the page. */
function takeRedraws(): Redraws {
  const places = globalThis.redrawn
    .splice(0)
    .map((element) => element.closest<HTMLElement>('[data-line], .status-bar, .composer-row'))
  const lines = places.map((place) => place?.dataset.line ?? '').filter((id) => id !== '')
  const has = (name: string): boolean => places.some((place) => place?.className === name)
  return { lines: [...new Set(lines)], hasStatus: has('status-bar'), hasComposerRow: has('composer-row') }
}

/** Runs in the page before React, which tells its developer tools of every change. */
function hookReact(): void {
  globalThis.redrawn = []
  const didRender = 1
  const elementOf = (fiber: Fiber | null): Element | null => {
    if (fiber === null) return null
    return fiber.stateNode instanceof Element ? fiber.stateNode : elementOf(fiber.child)
  }
  const visit = (fiber: Fiber): void => {
    const element = typeof fiber.type === 'string' || (fiber.flags & didRender) === 0 ? null : elementOf(fiber.child)
    if (element) globalThis.redrawn.push(element)
    // The same children as before were left alone, with all that is below them.
    if (fiber.child === fiber.alternate?.child) return
    for (let child = fiber.child; child; child = child.sibling) visit(child)
  }
  const hook = {
    supportsFiber: true,
    inject: () => 1,
    onCommitFiberRoot: (_: number, { current }: { readonly current: Fiber }) => visit(current),
    onPostCommitFiberRoot: () => {},
    onCommitFiberUnmount: () => {},
  }
  Object.assign(globalThis, { __REACT_DEVTOOLS_GLOBAL_HOOK__: hook })
}

declare global {
  var redrawn: Element[]
}
