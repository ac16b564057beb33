import type { PdfLine } from './pdf-lines.ts'
import { runningForm } from './pdf-text.ts'

/** Shorter is a page number, or a letter that was taken for one in a picture. */
const littleText = 6

/** What stamps on every page may come to; a page that says more than that has text, even if every page says the same. */
const mostStamped = 100

/** Characters a page has by itself, on average: a cover sheet of text before pages of pictures. */
const mostOwn = 40

/** Programs that write their name below each picture; in a file of one page nothing repeats. */
const scanner =
  /\b(?:cam ?scanner|adobe scan|genius scan|tiny ?scanner|turbo ?scan|clear ?scanner|scanbot|office lens|microsoft lens)\b/iu

/** Whether a PDF is pictures of pages: scanners leave no text, or a page number and a stamp at most. */
export function looksScanned(pages: readonly (readonly PdfLine[])[]): boolean {
  const characters = sum(pages.map(lengthOf))
  if (characters === 0) return true
  const stamps = formsOnMostPages(pages)
  const own = pages.map((lines) => lengthOf(lines.filter(({ text }) => !stamps.has(runningForm(text)) && !scanner.test(text))))
  const withoutText = own.filter((length) => length < littleText).length
  const isLittle = characters < pages.length * mostStamped && sum(own) < pages.length * mostOwn
  return isLittle && withoutText >= pages.length * 0.9
}

/** Lines that most pages have, but for their numbers. */
function formsOnMostPages(pages: readonly (readonly PdfLine[])[]): ReadonlySet<string> {
  const counts = new Map<string, number>()
  for (const lines of pages)
    for (const form of new Set(lines.map(({ text }) => runningForm(text)))) counts.set(form, (counts.get(form) ?? 0) + 1)
  return new Set([...counts].filter(([, count]) => count > 1 && count > pages.length / 2).map(([form]) => form))
}

const lengthOf = (lines: readonly PdfLine[]): number => sum(lines.map(({ text }) => text.length))

const sum = (numbers: readonly number[]): number => numbers.reduce((total, each) => total + each, 0)
