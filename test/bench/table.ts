import { type Goals, goalInWords, goalOf, judge } from './goals.ts'
import type { Row } from './row.ts'
import { shortNumber } from './statistics.ts'

const heads = ['row', 'figure', 'goal', '', 'n', 'note']

/** The rows as a table for people; with `isMarkdown` one for a page. */
export function formatTable(rows: readonly Row[], goals: Goals, { isMarkdown }: { readonly isMarkdown: boolean }): string {
  const lines = [heads, ...rows.map((row) => cellsOf(row, goals))]
  return isMarkdown ? asMarkdown(lines) : asColumns(lines)
}

function cellsOf(row: Row, goals: Goals): string[] {
  const goal = goalOf(goals, row.name)
  const figure = row.figure === null ? '–' : `${shortNumber(row.figure)} ${row.unit}`.trim()
  const verdict = judge(row, goal)
  const note = [row.against && `against ${row.against}`, row.note].filter((part) => part !== undefined).join('; ')
  return [row.name, figure, goalInWords(goal), verdict === 'no goal' ? '' : verdict, String(row.n), note]
}

function asMarkdown([head = [], ...lines]: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`
  return [line(head), line(head.map(() => '---')), ...lines.map(line)].join('\n')
}

function asColumns(lines: readonly (readonly string[])[]): string {
  const widths = heads.map((_, column) => Math.max(...lines.map((cells) => cells[column]?.length ?? 0)))
  return lines
    .map((cells) =>
      cells
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n')
}
