import type { LanguageRow } from '../../src-shared/rows/language.ts'
import { english } from './english.ts'

type Tree = string | { readonly [key: string]: Tree }

/** What a language says in a feature; nested as the built-in ones are. */
interface Bundle {
  [key: string]: string | Bundle
}

export interface UnderstoodWords {
  readonly bundles: ReadonlyMap<string, Bundle>
  /** Sentences that are shown in this language, of all there are. One in its plural forms is one. */
  readonly known: number
  readonly total: number
  /** Keys of sentences that lost a figure or a name, or have one too many: English stands in for them. */
  readonly misfits: readonly string[]
}

const plural = /_(?:zero|one|two|few|many|other)$/

/** Every sentence of English by its key in a language file, as in `rail:newChat`. */
export const englishWords = (): ReadonlyMap<string, string> =>
  new Map(
    Object.entries<Tree>(english).flatMap(([feature, tree]) =>
      leaves(tree, '').map(([key, words]) => [`${feature}:${key}`, words] as const),
    ),
  )

function leaves(tree: Tree, path: string): readonly (readonly [string, string])[] {
  if (typeof tree === 'string') return [[path, tree]]
  return Object.entries(tree).flatMap(([key, branch]) => leaves(branch, path === '' ? key : `${path}.${key}`))
}

/** What of a stranger's words can be shown: of keys that are known, and with every figure and name of the English sentence. */
export function understandWords({ tag, words }: Pick<LanguageRow, 'tag' | 'words'>): UnderstoodWords {
  const categories = new Set<string>(new Intl.PluralRules(tag).resolvedOptions().pluralCategories)
  const wanted = englishWords()
  const bundles = new Map<string, Bundle>()
  const known = new Set<string>()
  const misfits: string[] = []
  for (const [key, sentence] of Object.entries(words)) {
    const model = wanted.get(key) ?? (categories.has(categoryOf(key)) ? wanted.get(key.replace(plural, '_other')) : undefined)
    if (model === undefined || sentence.trim() === '') continue
    if (!hasSamePlaces(sentence, model, key)) misfits.push(key)
    else {
      known.add(key.replace(plural, ''))
      put(bundles, key, sentence)
    }
  }
  return { bundles, known: known.size, total: new Set([...wanted.keys()].map((key) => key.replace(plural, ''))).size, misfits }
}

const categoryOf = (key: string): string => plural.exec(key)?.[0].slice(1) ?? ''

/** What sets a part of a sentence apart, as in `<rest>this month</rest>`; nothing else is more than text. */
const tags = (words: string): string => [...words.matchAll(/<\/?\w+\s*\/?>/g)].join()

/** `{{size, bytes}}` and what stands in for it, `{{name | This path}}`: the words after the bar are the language's own. */
const places = (words: string): readonly string[] =>
  [...words.matchAll(/\{\{([^|}]*)(?:\|[^}]*)?\}\}/g)].map(([, field = '']) => field.replaceAll(/\s/g, '')).toSorted()

function hasSamePlaces(sentence: string, model: string, key: string): boolean {
  // Their sentences may leave the number out: "one document".
  const isOptional = (place: string): boolean => plural.test(key) && !key.endsWith('_other') && /^count\b/.test(place)
  const own = places(sentence)
  const wanted = places(model)
  if (tags(sentence) !== tags(model) || /\{\{|\}\}|\$t\(/.test(sentence.replaceAll(/\{\{[^{}]*\}\}/g, ''))) return false
  return own.every((place) => wanted.includes(place)) && wanted.every((place) => own.includes(place) || isOptional(place))
}

function put(bundles: Map<string, Bundle>, key: string, sentence: string): void {
  const [feature = '', path = ''] = split(key)
  const bundle = bundles.get(feature) ?? {}
  bundles.set(feature, bundle)
  // The codes of errors have dots of their own.
  const steps = feature === 'errors' ? [path] : path.split('.')
  const last = steps.pop() ?? ''
  let at = bundle
  for (const step of steps) {
    const below = at[step]
    const next = typeof below === 'object' ? below : {}
    at[step] = next
    at = next
  }
  at[last] = sentence
}

const split = (key: string): readonly string[] => [key.slice(0, key.indexOf(':')), key.slice(key.indexOf(':') + 1)]
