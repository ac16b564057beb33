/** What leaves the server for others than whoever asked. */
type Place = 'log' | 'metrics' | 'refusal'

export interface Canaries {
  /** What a test sends, and what it is answered when all is well: whatever stands there under a telling name is a canary. */
  watchFor(value: unknown): void
  saw(place: Place, text: string): void
  /** Errors: where one of them was, or anything that looks like a token, an address or a password that was hashed. */
  expectNone(): void
}

const telling =
  /^(?:email|password|current_password|token|access_token|refresh_token|message|answer|content|query|text|title|name|device_name)$/

/** Whoever they are of: tokens, addresses, hashes of passwords, keys of Stripe, and passwords inside addresses of databases. */
const neverThere = [
  /eyJ[\w-]{10,}\.[\w-]+/,
  /[^\s"@\\]+@(?:[a-z\d-]+\.)*example\.(?:org|com)/i,
  /\$argon2/,
  /\$2[aby]\$\d\d\$/,
  /\b(?:sk_(?:test|live)_|whsec_)\w/,
  /\w+:\/\/[^\s/:@"]*:[^\s/@"]+@/,
]

/** Texts that differ in ids and numbers only are one: so few are left of a suite that all can be searched for all. */
const without = (text: string): string =>
  text.replace(/[\da-f]{8}-[\da-f]{4}-[\da-f]{4}-[\da-f]{4}-[\da-f]{12}/gi, '#').replace(/\d+(?:\.\d+)?/g, '#')

/** A word that might stand anywhere is no canary. */
const isTelltale = (text: string): boolean => text.length >= 20 || (text.length >= 8 && /[^\w#]/.test(text) && /\w/.test(text))

export function createCanaries(): Canaries {
  const canaries = new Set<string>()
  const seen: Readonly<Record<Place, Set<string>>> = { log: new Set(), metrics: new Set(), refusal: new Set() }

  const looksLikeOne: string[] = []
  const tell = (what: string, place: Place, text: string): string => `${what.slice(0, 60)} in the ${place}: ${text.slice(0, 300)}`
  const found = (place: Place): string[] =>
    [...seen[place]].flatMap((text) =>
      [...canaries].filter((canary) => text.includes(canary)).map((canary) => tell(canary, place, text)),
    )

  return {
    watchFor(value) {
      for (const text of tellingTexts(value)) {
        const canary = without(text)
        if (isTelltale(canary)) canaries.add(canary)
      }
    },
    saw(place, text) {
      const [pattern] = neverThere.filter((each) => each.test(text))
      if (pattern !== undefined) looksLikeOne.push(tell(String(pattern), place, text))
      seen[place].add(without(text))
    },
    expectNone() {
      const all = [...looksLikeOne.splice(0), ...(['log', 'metrics', 'refusal'] as const).flatMap(found)]
      for (const texts of Object.values(seen)) texts.clear()
      if (all.length > 0) throw new Error(`What nobody else may read was there:\n${all.slice(0, 10).join('\n')}`)
    },
  }
}

function tellingTexts(value: unknown, name = ''): string[] {
  if (typeof value === 'string') return telling.test(name) ? [value] : []
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([key, inner]) => tellingTexts(inner, Array.isArray(value) ? name : key))
}

/** Of everything that this test file does. */
export const canaries = createCanaries()

/** The lines of a server's stderr; what it prints for whoever started it is none. */
export function sawLines(text: string): void {
  for (const line of text.split('\n')) if (line.startsWith('{')) canaries.saw('log', line)
}
