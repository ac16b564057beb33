/** What the process ends with; listed in `hearth --help`. */
export const exitCode = { ok: 0, failed: 1, usage: 2, stopped: 130 } as const
export type ExitCode = (typeof exitCode)[keyof typeof exitCode]

export const exitCodeWords: Readonly<Record<ExitCode, string>> = {
  [exitCode.ok]: 'done',
  [exitCode.failed]: 'it failed; the sentence on stderr says what happened, what was kept and what to do',
  [exitCode.usage]: 'the command line was not understood; nothing was done',
  [exitCode.stopped]: 'stopped by Ctrl-C; what was done until then is kept',
}
