/** What can have the focus by Tab, as far as a selector can tell. */
export const tabbable =
  'a[href], button:not(:disabled), input:not(:disabled), select:not(:disabled), textarea:not(:disabled), summary, [tabindex]:not([tabindex="-1"])'

interface Place {
  readonly element: Element
  /** Around it, innermost first, and how many controls came before it in there. */
  readonly around: readonly { readonly frame: Element; readonly index: number }[]
}

/**
 * A control that has the focus may go with what it did: a line that is deleted, a button that is done. The focus goes to the
 * control that takes its place, never to nothing, where a keyboard would begin again at the top of the page.
 */
export function keepFocus(page: Document): void {
  let last: Place | undefined

  function look(): void {
    const { activeElement, body } = page
    if ((activeElement !== body && activeElement !== null) || last === undefined || canHaveFocus(last.element)) return
    const { around } = last
    last = undefined
    heirOf(around, page)?.focus({ preventScroll: true })
  }

  page.addEventListener('focusin', ({ target }) => {
    if (target instanceof Element) last = placeOf(target)
  })
  // Once what changes together has changed: whoever moves the focus on purpose has done it by then.
  new MutationObserver(() => requestAnimationFrame(look)).observe(page.body, {
    childList: true,
    subtree: true,
    attributeFilter: ['disabled', 'hidden', 'inert'],
  })
}

function placeOf(element: Element): Place {
  const around: { frame: Element; index: number }[] = []
  for (let frame = element.parentElement; frame !== null; frame = frame.parentElement)
    around.push({ frame, index: [...frame.querySelectorAll(tabbable)].indexOf(element) })
  return { element, around }
}

const canHaveFocus = (element: Element): boolean => element.isConnected && !element.matches(':disabled') && isVisible(element)

function heirOf(around: Place['around'], page: Document): HTMLElement | null {
  for (const { frame, index } of around) {
    if (!frame.isConnected || frame === page.body) continue
    const controls = [...frame.querySelectorAll<HTMLElement>(tabbable)]
    const at = Math.max(index, 0)
    // Those out of sight were counted too: a place is told among all of them.
    const heir = controls.slice(at).find(isVisible) ?? controls.slice(0, at).findLast(isVisible)
    if (heir) return heir
  }
  return page.getElementById('main')
}

const isVisible = (element: Element): boolean =>
  element.checkVisibility({ visibilityProperty: true }) && !element.closest('[inert]')
