import type { WindowRequest } from '../../src-shared/desktop/window.ts'
import { entityId } from '../../src-shared/rows/columns.ts'
import type { Ask } from './ask.ts'
import type { ShellWords } from './shell-words.ts'

export const linkScheme = 'hearth'
const longestLink = 2048
const pages: readonly string[] = ['/models', '/knowledge', '/usage', '/settings']

/** What may be in words that somebody else wrote: no control signs, none that turn the direction of writing. */
const plainText = /^(?:[^\p{Cc}\p{Cf}\p{Co}\p{Cs}\p{Zl}\p{Zp}]|\n){1,2000}$/u

/**
 * What a link asks; undefined for every other form. A link shows something or fills the field of a new chat. It never sends,
 * imports, downloads, changes a setting or names a path. Known are: hearth://chat/ID, hearth://page/NAME, hearth://new?text=WORDS
 */
export function readDeepLink(link: string): WindowRequest | undefined {
  const url = link.length <= longestLink ? URL.parse(link) : null
  if (url === null || url.protocol !== `${linkScheme}:` || url.hash !== '' || url.port !== '') return undefined
  if (url.username !== '' || url.password !== '') return undefined
  const { host, pathname, search } = url
  if (host === 'chat' && search === '') {
    const id = entityId.safeParse(pathname.slice(1))
    return id.success ? { kind: 'chat', conversation_id: id.data } : undefined
  }
  if (host === 'page' && search === '' && pages.includes(pathname)) return { kind: 'page', page: pathname.slice(1) }
  if (host === 'new' && (pathname === '' || pathname === '/')) return readQuestion(url.searchParams)
  return undefined
}

function readQuestion(parameters: URLSearchParams): WindowRequest | undefined {
  const [[name, value] = ['', ''], ...others] = parameters
  const text = value.trim()
  return name === 'text' && others.length === 0 && plainText.test(text) ? { kind: 'question', text } : undefined
}

/** The link among the words a program was started with. The system puts it last; anything after it is not from a link. */
export const linkAmong = (words: readonly string[]): string | undefined =>
  words.at(-1)?.toLowerCase().startsWith(`${linkScheme}:`) ? words.at(-1) : undefined

export interface DeepLinkDeps {
  readonly ask: Ask
  readonly words: () => ShellWords
  /** Shows the window and does it. */
  readonly perform: (request: WindowRequest) => void
}

/** Asks before it does what a link wants; while it asks, further links are dropped. */
export function createDeepLinks({ ask, words, perform }: DeepLinkDeps): (link: string) => Promise<void> {
  let isAsking = false
  return async (link) => {
    if (isAsking) return
    isAsking = true
    try {
      const request = readDeepLink(link)
      const { linkAsks, linkUnknown, open, cancel } = words()
      const detail = request ? wishOf(request, words()) : linkUnknown
      const buttons = request ? ([open, cancel] as const) : ([cancel] as const)
      const pressed = await ask({ type: 'question', message: linkAsks, detail, buttons, defaultId: buttons.length - 1 })
      if (request && pressed === 0) perform(request)
    } finally {
      isAsking = false
    }
  }
}

function wishOf(request: WindowRequest, { linkChat, linkPage, linkQuestion }: ShellWords): string {
  if (request.kind === 'question') return linkQuestion(request.text)
  return request.kind === 'chat' ? linkChat : linkPage
}
