const units = { en: ['bytes', 'KB', 'MB', 'GB', 'TB'], other: ['B', 'KB', 'MB', 'GB', 'TB'] } as const

/** Bytes in words: “3.1 GB”, “212 MB”; decimal units, as disks are sold. */
export function bytesInWords(value: number, language = 'en'): string {
  const step = value < 1 ? 0 : Math.min(units.en.length - 1, Math.floor(Math.log10(value) / 3))
  const amount = value / 1000 ** step
  const digits = step === 0 || amount >= 100 ? 0 : 1
  return `${figure(amount, digits, language)} ${units[language === 'en' ? 'en' : 'other'][step]}`
}

/** “64 MB” of 1024 KB each: limits that are powers of two stay the round figures they are. */
export function mebibytesInWords(value: number, language: string): string {
  const amount = value / 1024 ** 2
  return `${amount >= 10 ? Math.round(amount).toLocaleString(language) : Math.max(0.1, Math.round(amount * 10) / 10).toLocaleString(language)} MB`
}

const figure = (amount: number, digits: number, language: string): string =>
  amount.toLocaleString(language, { minimumFractionDigits: digits, maximumFractionDigits: digits, useGrouping: false })
