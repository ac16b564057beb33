import type { DocumentBlock, DocumentHeading } from '../../../src-shared/engine/parser.ts'
import { type DocumentParts, noParts } from './document-parts.ts'
import { eachLine, type Line } from './lines.ts'

/** Headings, code and tables of a Markdown text, which stays as it is. One pass over its lines, whatever they hold. */
export function parseMarkdown(text: string): DocumentParts {
  const front = frontMatter(text)
  const headings: DocumentHeading[] = []
  const blocks: DocumentBlock[] = []
  let fence: { mark: string; start: number } | undefined
  let table: { start: number; end: number } | undefined
  let inComment = false
  let paragraph: Line | undefined

  for (const line of eachLine(text, front.end)) {
    const content = text.slice(line.start, Math.min(line.end, line.start + 600))
    if (fence) {
      if (closes(content, fence.mark)) {
        blocks.push({ kind: 'code', start: fence.start, end: line.end })
        fence = undefined
      }
      continue
    }
    if (inComment) {
      inComment = !content.includes('-->')
      continue
    }
    const isRow = /^ {0,3}\|/.test(content)
    if (table && !isRow) {
      blocks.push({ kind: 'table', ...table })
      table = undefined
    }
    if (isRow) table = { start: table?.start ?? line.start, end: line.end }
    const opening = /^ {0,3}(`{3,}(?=[^`]*$)|~{3,})/.exec(content)?.[1]
    if (opening !== undefined) fence = { mark: opening, start: line.start }
    else if (/^ {0,3}<!--/.test(content)) inComment = !content.includes('-->')
    const heading = atx(content, line) ?? (paragraph ? setext(content, paragraph, text) : undefined)
    if (heading) headings.push(heading)
    paragraph = opening === undefined && !heading && isParagraph(content) ? (paragraph ?? line) : undefined
  }
  if (fence) blocks.push({ kind: 'code', start: fence.start, end: text.length })
  if (table) blocks.push({ kind: 'table', ...table })
  return { title: front.title ?? headings[0]?.text ?? null, ...noParts, text, headings, blocks }
}

/** Title and end of a YAML or TOML head between `---` or `+++` lines. */
function frontMatter(text: string): { title?: string; end: number } {
  const mark = /^(---|\+\+\+)[ \t]*\r?\n/.exec(text)
  if (!mark) return { end: 0 }
  const head = text.slice(0, 64 * 1024)
  const close = mark[1] === '---' ? /^(?:---|\.\.\.)[ \t]*$/m : /^\+\+\+[ \t]*$/m
  const closing = close.exec(head.slice(mark[0].length))
  if (!closing) return { end: 0 }
  const body = head.slice(mark[0].length, mark[0].length + closing.index)
  const end = mark[0].length + closing.index + closing[0].length
  const value = /^title[ \t]*[:=](.*)$/m.exec(body)?.[1]?.trim()
  const title = value
    ?.replace(/^(["'])(.*)\1$/, '$2')
    .trim()
    .slice(0, 300)
  return title ? { title, end } : { end }
}

function closes(content: string, mark: string): boolean {
  const closing = /^ {0,3}(`{3,}|~{3,})\s*$/.exec(content)?.[1]
  return closing !== undefined && closing[0] === mark[0] && closing.length >= mark.length
}

function atx(content: string, line: Line): DocumentHeading | undefined {
  const match = /^ {0,3}(#{1,6})(?:[ \t]+(\S.*))?$/.exec(content)
  const text = plain((match?.[2] ?? '').replace(/(?:^|[ \t])#+[ \t]*$/, ''))
  if (!match || text === '') return undefined
  return { level: match[1]?.length ?? 1, text, start: line.start }
}

function setext(content: string, paragraph: Line, text: string): DocumentHeading | undefined {
  const level = /^ {0,3}=+[ \t]*$/.test(content) ? 1 : /^ {0,3}-+[ \t]*$/.test(content) ? 2 : 0
  if (level === 0) return undefined
  const title = plain(text.slice(paragraph.start, Math.min(paragraph.end, paragraph.start + 300)))
  return title === '' ? undefined : { level, text: title, start: paragraph.start }
}

/** A line a setext underline may follow: not blank, no list, quote, table, rule or indented code. */
const isParagraph = (content: string): boolean =>
  /^ {0,3}\S/.test(content) && !/^ {0,3}(?:[-*+>|]|\d{1,9}[.)][ \t]|<!--)/.test(content)

/** Heading text without its marks: links become their text, code and emphasis lose their signs. */
const plain = (text: string): string =>
  text
    .replace(/!?\[([^[\]]*)\]\([^()]*\)/g, '$1')
    .replace(/\s*\{#[\w-]+\}\s*$/, '')
    .replace(/`+|\*\*?|(?<![\p{L}\p{N}])_+|_+(?![\p{L}\p{N}])/gu, '')
    .replace(/\\([!-/:-@[-`{-~])/g, '$1')
    .trim()
