import { dateFormat, numberFormat } from './formats.ts'

const units = ['B', 'KB', 'MB', 'GB', 'TB']

/** "3.1 GB": at most one digit behind the point, none from 10 on; decimal units, as disks are sold. */
export function sizeText(bytes: number, language = 'en'): string {
  const power = bytes < 1000 ? 0 : Math.min(units.length - 1, Math.floor(Math.log10(bytes) / 3))
  const value = bytes / 1000 ** power
  const digits = value >= 10 || power === 0 ? 0 : 1
  const format = numberFormat(language, { minimumFractionDigits: digits, maximumFractionDigits: digits, useGrouping: false })
  return `${format.format(value)} ${units[power]}`
}

export const countText = (count: number, language = 'en'): string => numberFormat(language).format(count)

/** "0.78": always so many digits behind the point, so that figures line up. */
export const decimalText = (value: number, digits: number, language = 'en'): string =>
  numberFormat(language, { minimumFractionDigits: digits, maximumFractionDigits: digits }).format(value)

/** "1 document", "1,204 documents": English only; words of the page are counted by their language file. */
export const manyText = (count: number, thing: string): string => `${countText(count)} ${thing}${count === 1 ? '' : 's'}`

/** "40 ms", "0.4 s", "18 s", "2 min". */
export function durationText(ms: number, language = 'en'): string {
  const tenths = { minimumFractionDigits: 1, maximumFractionDigits: 1 }
  if (ms < 100) return `${Math.round(ms)} ms`
  if (ms < 10_000) return `${numberFormat(language, tenths).format(ms / 1000)} s`
  return ms < 120_000 ? `${Math.round(ms / 1000)} s` : `${Math.round(ms / 60_000)} min`
}

export interface DayContext {
  readonly now: number
  readonly language?: string
}

/** "today, 14:05" or "20 Nov" or "20 Nov 2025"; "heute, 14:05" in German. */
export function dayText(at: number, { now, language = 'en' }: DayContext): string {
  const date = new Date(at)
  if (date.toDateString() !== new Date(now).toDateString()) return dateText(at, { now, language })
  return `${todayWord(language)}, ${minuteText(date, language)}`
}

/** "20 Nov" or "20 Nov 2025", today as well. */
export function dateText(at: number, { now, language = 'en' }: DayContext): string {
  const date = new Date(at)
  const year = date.getFullYear() === new Date(now).getFullYear() ? {} : { year: 'numeric' as const }
  return dateFormat(localeOf(language), { day: 'numeric', month: 'short', ...year }).format(date)
}

/** English dates are written day first, as the rest of the app's English is. */
const localeOf = (language: string): string => (language === 'en' ? 'en-GB' : language)

const minuteText = (date: Date, language: string): string =>
  dateFormat(localeOf(language), { hour: '2-digit', minute: '2-digit' }).format(date)

/** As a day, with the time of it: "20 Nov, 14:05". */
export function momentText(at: number, { now, language = 'en' }: DayContext): string {
  const day = dayText(at, { now, language })
  const isToday = new Date(at).toDateString() === new Date(now).toDateString()
  return isToday ? day : `${day}, ${minuteText(new Date(at), language)}`
}

/** A moment to the second, as a log wants it: "today, 14:05:12". */
export function secondText(at: number, { now, language = 'en' }: DayContext): string {
  const isToday = new Date(at).toDateString() === new Date(now).toDateString()
  const day = isToday ? todayWord(language) : dayText(at, { now, language })
  return `${day}, ${dateFormat(localeOf(language), { timeStyle: 'medium' }).format(at)}`
}

const todayWord = (language: string): string => new Intl.RelativeTimeFormat(language, { numeric: 'auto' }).format(0, 'day')
