const units = ['B', 'KB', 'MB', 'GB', 'TB']

/** "3.1 GB": at most one digit behind the point, none from 10 on; decimal units, as disks are sold. */
export function sizeText(bytes: number): string {
  const power = bytes < 1000 ? 0 : Math.min(units.length - 1, Math.floor(Math.log10(bytes) / 3))
  const value = bytes / 1000 ** power
  return `${value >= 10 || power === 0 ? Math.round(value) : value.toFixed(1)} ${units[power]}`
}

export const countText = (count: number): string => count.toLocaleString('en')

/** "1 document", "1,204 documents". */
export const manyText = (count: number, thing: string): string => `${countText(count)} ${thing}${count === 1 ? '' : 's'}`

/** "40 ms", "0.4 s", "18 s", "2 min". */
export function durationText(ms: number): string {
  if (ms < 100) return `${Math.round(ms)} ms`
  if (ms < 10_000) return `${(ms / 1000).toFixed(1)} s`
  return ms < 120_000 ? `${Math.round(ms / 1000)} s` : `${Math.round(ms / 60_000)} min`
}

/** "Today, 14:05" or "20 Nov" or "20 Nov 2025". */
export function dayText(at: number, now: number): string {
  const [date, today] = [new Date(at), new Date(now)]
  if (date.toDateString() === today.toDateString())
    return `Today, ${date.toLocaleTimeString('en-GB', { hour: '2-digit', minute: '2-digit' })}`
  const year = date.getFullYear() === today.getFullYear() ? {} : { year: 'numeric' as const }
  return date.toLocaleDateString('en-GB', { day: 'numeric', month: 'short', ...year })
}
