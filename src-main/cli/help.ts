import { alignColumns } from './align-columns.ts'
import type { Command, OptionSpec } from './command.ts'
import { exitCodeWords } from './exit-code.ts'

export function overview(commands: readonly Command[]): string {
  return `Hearth answers from your own documents, with a model on your own machine.

Usage: hearth COMMAND …

Commands:
${alignColumns(commands.map(({ name, summary }) => [`  ${name}`, summary]))}

Each takes --data DIR, --json and --help: hearth ask --help.

${exitCodes}

Environment: HEARTH_DATA, the data folder; HEARTH_PASSPHRASE, for data locked with one; HEARTH_LOG_LEVEL, silent to debug.`
}

export function helpOf({ usage, summary, details = [], options }: Command): string {
  const text = details.length === 0 ? '' : `${details.join('\n')}\n\n`
  return `Usage:
${usage.map((line) => `  hearth ${line}`).join('\n')}

${summary.charAt(0).toUpperCase()}${summary.slice(1)}.

${text}Options:
${alignColumns(Object.entries(options).map(optionCells))}

${exitCodes}`
}

function optionCells([name, { short, value, words }]: [string, OptionSpec]): string[] {
  return [`  ${short ? `-${short}, ` : ''}--${name}${value ? ` ${value}` : ''}`, words]
}

const exitCodes = `Exit codes:
${alignColumns(Object.entries(exitCodeWords).map(([code, words]) => [`  ${code}`, words]))}`
