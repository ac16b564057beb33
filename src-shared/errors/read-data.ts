/** Error data comes from another process: whatever is missing or of another shape reads as nothing. */
export function field(data: unknown, name: string): unknown {
  return typeof data === 'object' && data !== null && name in data
    ? Object.entries(data).find(([key]) => key === name)?.[1]
    : undefined
}

export const text = (data: unknown, name: string, otherwise = ''): string => {
  const value = field(data, name)
  return typeof value === 'string' && value !== '' ? value : otherwise
}

export const count = (data: unknown, name: string): string => {
  const value = field(data, name)
  return typeof value === 'number' ? value.toLocaleString('en') : 'an unknown number'
}

/** Bytes in words: “3.1 GB”, “212 MB”. */
export function bytes(data: unknown, name: string): string {
  const value = field(data, name)
  return typeof value === 'number' ? bytesInWords(value) : 'an unknown size'
}

export function bytesInWords(value: number): string {
  const units = ['bytes', 'KB', 'MB', 'GB', 'TB']
  const step = value < 1 ? 0 : Math.min(units.length - 1, Math.floor(Math.log10(value) / 3))
  const amount = value / 1000 ** step
  return `${amount.toFixed(step === 0 || amount >= 100 ? 0 : 1)} ${units[step]}`
}
