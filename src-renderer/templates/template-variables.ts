const variable = /\{\{\s*([^{}\s](?:[^{}]{0,58}[^{}\s])?)\s*\}\}/g

/** What fills itself in; every other name is asked for. */
export interface OwnVariables {
  readonly date: string
  /** What is marked in the window; empty is nothing. */
  readonly selection: string
  /** What was copied last; undefined where the window may not look. */
  readonly clipboard: string | undefined
}

/** The names in a template, each once, in order. */
export const variablesOf = (text: string): string[] => [...new Set(text.matchAll(variable).map(([, name = '']) => name))]

/** What is known without asking, by name. What is empty is asked for. */
export function knownValues({ date, selection, clipboard }: OwnVariables): Readonly<Record<string, string>> {
  const all = Object.entries({ date, selection, clipboard: clipboard ?? '' })
  return Object.fromEntries(all.filter(([, value]) => value !== ''))
}

export const askedVariables = (text: string, known: Readonly<Record<string, string>>): string[] =>
  variablesOf(text).filter((name) => !Object.hasOwn(known, name))

/** The template with every variable in its place; what was left empty goes. */
export const fillTemplate = (text: string, values: Readonly<Record<string, string>>): string =>
  text.replace(variable, (_, name: string) => (Object.hasOwn(values, name) ? (values[name] ?? '') : ''))
