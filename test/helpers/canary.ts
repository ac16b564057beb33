import type { Page } from 'playwright'

/** What a hostile text managed to do since the last look. */
export interface Canary {
  /** Ran, was refused by the policy, or stands in the page where it must not. */
  found(): Promise<string[]>
  /** Requests, sockets, windows and downloads that are not the page's own. */
  readonly asked: string[]
  /** The longest task since the last call in ms; 0 below 50. */
  longestTask(): Promise<number>
}

/** Loads the page again, and listens from the first moment of every document and frame of it. */
export async function setCanary(page: Page): Promise<Canary> {
  const asked: string[] = []
  await page.addInitScript(() => {
    const seen: string[] = []
    const tasks = { longestMs: 0 }
    for (const name of ['alert', 'confirm', 'prompt', 'open', 'print'] as const)
      Object.assign(globalThis, { [name]: (text: unknown) => void seen.push(`ran: ${name} ${text}`) })
    addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI, sourceFile, lineNumber, columnNumber }) =>
      seen.push(`${violatedDirective} ${blockedURI} at ${sourceFile}:${lineNumber}:${columnNumber}`),
    )
    new PerformanceObserver((list) => {
      for (const { duration } of list.getEntries()) tasks.longestMs = Math.max(tasks.longestMs, duration)
    }).observe({ type: 'longtask' })
    Object.assign(globalThis, { canary: { seen, tasks } })
  })
  await page.reload()
  const isOwn = (address: string): boolean => {
    const { origin, pathname, protocol } = new URL(address)
    if (protocol === 'blob:') return origin === new URL(page.url()).origin
    return (
      origin === new URL(page.url()).origin &&
      /^\/(?:assets\/[\w.-]+|diagram\.html|challenge|icon\.svg|licences\.json)$/.test(pathname)
    )
  }
  page.on('request', (request) => isOwn(request.url()) || asked.push(request.url()))
  page.on('websocket', (socket) => socket.url().startsWith(`ws://${new URL(page.url()).host}/rpc?`) || asked.push(socket.url()))
  page.on('popup', (popup) => asked.push(`window ${popup.url()}`))
  page.on('download', (download) => asked.push(`download ${download.url()}`))
  return {
    asked,
    found: () => page.evaluate(lookAround),
    longestTask: () =>
      page.evaluate(() => {
        const { longestMs } = globalThis.canary.tasks
        globalThis.canary.tasks.longestMs = 0
        return longestMs
      }),
  }
}

/** Runs in the page. */
function lookAround(): string[] {
  const { seen } = globalThis.canary
  const found = seen.splice(0)
  const strange =
    'script:not([src^="./"]):not([src^="/assets/"]), iframe:not(.diagram-frame), object, embed, base, frame, link[rel~=preconnect], link[rel~=dns-prefetch], link[rel~=prefetch], meta[http-equiv]'
  for (const element of document.querySelectorAll(strange)) found.push(`there is ${element.outerHTML.slice(0, 120)}`)
  for (const element of document.querySelectorAll('*')) {
    for (const { name, value } of element.attributes) {
      const isEvent = /^on/i.test(name)
      const isAddress = /^(?:src|srcset|href|xlink:href|action|formaction|data|poster|background|ping)$/i.test(name)
      const isForeign = isAddress && !/^(?:\.\/|\/assets\/|#|blob:|data:image\/)/.test(value)
      const isLink = element.tagName === 'A' && /^(?:https?|mailto):/.test(value)
      if (isEvent || (isForeign && !isLink) || (name === 'style' && /url\(/i.test(value)))
        found.push(`${element.tagName} has ${name}=${value.slice(0, 80)}`)
    }
  }
  return [...found, ...turnedRound()]

  /** Texts that turn the words beside them: a sign that turns, in a line that holds more than its own text. */
  function turnedRound(): string[] {
    const turning = /[\u202a-\u202e\u2066-\u2068]/
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
    const turned: string[] = []
    for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
      const text = node.textContent ?? ''
      const parent = node.parentElement
      if (!turning.test(withoutIsolated(text)) || !parent?.checkVisibility() || parent.closest('textarea, .answer, .me, pre'))
        continue
      const line = lineOf(parent)
      if (line.textContent !== text && !isOwn(line)) turned.push(`turns ${line.className || line.tagName}: ${path(parent)}`)
    }
    return turned
  }

  /** Isolated, or a line that holds nothing but this text and what is marked in it. */
  function isOwn(line: Element): boolean {
    if (line.querySelector(':scope > :not(mark)') === null) return true
    return /isolate|plaintext/.test(getComputedStyle(line).unicodeBidi)
  }

  function withoutIsolated(text: string): string {
    return text.replaceAll(/\u2068[^\u2066-\u2069]*\u2069/g, '')
  }

  /** The innermost element that the order of its text cannot leave. */
  function lineOf(element: Element): Element {
    for (let each = element; ; each = each.parentElement ?? document.body) {
      const { display, unicodeBidi } = getComputedStyle(each)
      if (each === document.body || display !== 'inline' || /isolate|plaintext/.test(unicodeBidi)) return each
    }
  }

  function path(element: Element): string {
    const { tagName, className, parentElement } = element
    return `${parentElement?.tagName}.${parentElement?.className} > ${tagName}.${className}`
  }
}

declare global {
  var canary: { readonly seen: string[]; readonly tasks: { longestMs: number } }
}
