import type { ImportReport } from '../../src-shared/desktop/transfer.ts'
import type { CommandContext } from './command-context.ts'
import { type ExitCode, exitCode } from './exit-code.ts'

/** A library or what another app exported; the core reads it, and the same file again changes nothing. */
export async function importLibrary(
  name: string,
  bytes: Uint8Array<ArrayBuffer>,
  { output, isJson, interrupt, open }: CommandContext,
): Promise<ExitCode> {
  await using session = await open()
  let report: ImportReport | undefined
  for await (const part of session.api.transfer.import({ name, bytes }, interrupt.signal)) {
    if (part.kind === 'report') report = part
    else output.progress(`${part.done} of ${part.total} chats`)
  }
  if (report === undefined) return exitCode.failed
  if (isJson) output.json(report)
  else for (const line of reportLines(report)) output.line(line)
  return exitCode.ok
}

function reportLines({ added, completed, known, messages, skipped, examples }: ImportReport): string[] {
  return [
    `Chats: ${added} came in, ${completed} got messages they lacked, ${known} were here already; ${messages} messages.`,
    ...(skipped === 0 ? [] : [`${skipped} did not come in:`]),
    ...examples.map(({ title, reason }) => `  ${title === '' ? 'without a name' : title}: ${reasons[reason]}`),
  ]
}

const reasons: Readonly<Record<ImportReport['examples'][number]['reason'], string>> = {
  no_messages: 'there are no messages in it',
  damaged: 'it is damaged or of an unknown kind',
}
