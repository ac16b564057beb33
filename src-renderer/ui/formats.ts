const numbers = new Map<string, Intl.NumberFormat>()
const dates = new Map<string, Intl.DateTimeFormat>()

/** The format of these options, made once: to make one takes many times as long as to write a figure by it. */
export function numberFormat(language: string, options: Intl.NumberFormatOptions = {}): Intl.NumberFormat {
  const key = keyOf(language, options)
  const format = numbers.get(key) ?? new Intl.NumberFormat(language, options)
  numbers.set(key, format)
  return format
}

/** The same for days and times. */
export function dateFormat(language: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = keyOf(language, options)
  const format = dates.get(key) ?? new Intl.DateTimeFormat(language, options)
  dates.set(key, format)
  return format
}

const keyOf = (language: string, options: object): string => `${language} ${JSON.stringify(options)}`
