/** `path` is like `parts[2].name`; '' for a document that is a single value. */
type OnValue = (path: string, value: string) => void

/** What lies deeper is left out. */
const deepest = 200

interface Level {
  readonly path: string
  /** -1 in an object, else the number of the value in its list. */
  index: number
  key: string
}

interface FlatState {
  readonly onValue: OnValue | undefined
  readonly levels: Level[]
  values: number
  expectsKey: boolean
  /** Levels open below the deepest. */
  buried: number
}

/**
 * Tells the values of a JSON text with the path to each, in order. Builds no objects and calls nothing within itself, so neither size nor nesting hurts. Whether
 * all of the text was JSON, or only its beginning, or nothing of it.
 */
export function flattenJson(text: string, onValue?: OnValue): 'whole' | 'begun' | 'none' {
  const state: FlatState = { onValue, levels: [], values: 0, expectsKey: false, buried: 0 }
  let at = 0
  for (;;) {
    at = skipSpace(text, at)
    const end = tokenEnd(text, at)
    if (end <= at) break
    if (signs.has(text.charAt(at))) takeSign(state, text.charAt(at))
    else takeValue(state, text.slice(at, end))
    at = end
    if (state.levels.length === 0) break
  }
  const isWhole = state.levels.length === 0 && at > 0 && skipSpace(text, at) >= text.length
  if (isWhole) return 'whole'
  return state.values > 0 ? 'begun' : 'none'
}

const signs = new Set('{}[],:')
const isSpace = (code: number): boolean => code === 32 || (code >= 9 && code <= 13)

function skipSpace(text: string, from: number): number {
  let at = from
  while (at < text.length && isSpace(text.charCodeAt(at))) at++
  return at
}

/** Behind the sign, text or word that begins here; the same place where there is none, or a text without an end. */
function tokenEnd(text: string, from: number): number {
  const first = text.charAt(from)
  if (signs.has(first)) return from + 1
  if (first === '"') return textEnd(text, from)
  let at = from
  while (at < text.length && !isSpace(text.charCodeAt(at)) && !signs.has(text.charAt(at)) && text.charAt(at) !== '"') at++
  return at
}

function textEnd(text: string, from: number): number {
  for (let at = from + 1; at < text.length; at++) {
    const code = text.charCodeAt(at)
    if (code === 0x5c) at++
    else if (code === 0x22) return at + 1
    else if (code === 10) return from
  }
  return from
}

function takeSign(state: FlatState, sign: string): void {
  const { levels } = state
  const level = levels.at(-1)
  if (sign === '{' || sign === '[') {
    if (levels.length >= deepest) state.buried++
    else levels.push({ path: pathOf(level), index: sign === '[' ? 0 : -1, key: '' })
    state.expectsKey = sign === '{' && state.buried === 0
  } else if (sign === '}' || sign === ']') {
    if (state.buried > 0) state.buried--
    else levels.pop()
    state.expectsKey = false
  } else if (sign === ',' && level && state.buried === 0) {
    state.expectsKey = level.index < 0
    if (level.index >= 0) level.index++
  }
}

function takeValue(state: FlatState, token: string): void {
  const level = state.levels.at(-1)
  if (state.expectsKey && level) {
    level.key = unescaped(token)
    state.expectsKey = false
  } else if (state.buried === 0) {
    state.values++
    state.onValue?.(pathOf(level), oneLine(unescaped(token)))
  }
}

function pathOf(level: Level | undefined): string {
  if (!level) return ''
  if (level.index >= 0) return `${level.path}[${level.index}]`
  const isName = /^[\p{L}_$][\p{L}\p{N}_$-]*$/u.test(level.key)
  if (!isName) return `${level.path}[${JSON.stringify(level.key.slice(0, 200))}]`
  return level.path === '' ? level.key : `${level.path}.${level.key}`
}

/** Ends of lines, with the white space around them, as one space. Not by one pattern, which would go through long white space again from each sign. */
function oneLine(value: string): string {
  if (!/[\r\n]/.test(value)) return value
  const [first = '', ...others] = value.split(/[\r\n]+/)
  const last = others.pop() ?? ''
  const between = others.map((line) => line.trim()).filter((line) => line !== '')
  return [first.trimEnd(), ...between, last.trimStart()].join(' ')
}

function unescaped(token: string): string {
  if (!token.startsWith('"')) return token
  const quoted = token.slice(1, -1)
  if (!quoted.includes('\\')) return quoted
  try {
    return String(JSON.parse(token))
  } catch {
    return quoted
  }
}
