/** A form as Stripe reads it: `items[0][price]=p` is a value inside two others. */
export interface Form {
  readonly [name: string]: string | Form
}

export function parseForm(text: string): Form {
  const form: Growing = Object.create(null)
  for (const [path, value] of new URLSearchParams(text)) place(form, path.split(/[[\]]+/).filter(Boolean), value)
  return form
}

interface Growing {
  [name: string]: string | Growing
}

function place(form: Growing, [name = '', ...rest]: readonly string[], value: string): void {
  if (rest.length === 0) {
    form[name] = value
    return
  }
  const inner = form[name] ?? Object.create(null)
  form[name] = inner
  if (typeof inner === 'object') place(inner, rest, value)
}

/** Undefined when it is not there, or is no text. */
export function textOf(form: Form, name: string): string | undefined {
  const value = form[name]
  return typeof value === 'string' ? value : undefined
}

export function formOf(form: Form, name: string): Form {
  const value = form[name]
  return typeof value === 'object' ? value : {}
}

export const listOf = (form: Form, name: string): (string | Form)[] => Object.values(formOf(form, name))

export const textsOf = (form: Form): Record<string, string> =>
  Object.fromEntries(Object.entries(form).flatMap(([name, value]) => (typeof value === 'string' ? [[name, value]] : [])))
