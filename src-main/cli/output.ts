export interface Output {
  /** Somebody looks at stderr: notes on the way and progress make sense. */
  readonly isWatched: boolean
  /** Data, as it is. */
  write(text: string): void
  line(text: string): void
  json(value: unknown): void
  /** For the person, on stderr. */
  note(text: string): void
  /** Redraws the one line of progress; null takes it away. Nothing unless stderr is a terminal. */
  progress(text: string | null): void
  /** Nobody reads any more. */
  isClosed(): boolean
  /** Resolves when everything was handed over to the system. */
  flush(): Promise<void>
}

const clearLine = '\r\u001b[2K'

/** The only writer to stdout and stderr. `onClosed` comes once when nobody reads stdout any more (`| head`). */
export function createOutput({ onClosed }: { readonly onClosed: () => void }): Output {
  const { stdout, stderr } = process
  let isDrawn = false
  let isOpen = true

  for (const stream of [stdout, stderr]) {
    stream.on('error', () => {
      if (isOpen) onClosed()
      isOpen = false
    })
  }

  function progress(text: string | null): void {
    if (!stderr.isTTY || (text === null && !isDrawn)) return
    stderr.write(clearLine + shown(text ?? '', true).slice(0, (stderr.columns || 80) - 1))
    isDrawn = text !== null
  }

  function put(stream: NodeJS.WriteStream, text: string): void {
    progress(null)
    if (isOpen) stream.write(shown(text, stream.isTTY))
  }

  return {
    isWatched: stderr.isTTY,
    write: (text) => put(stdout, text),
    line: (text) => put(stdout, `${text}\n`),
    json: (value) => put(stdout, `${JSON.stringify(value)}\n`),
    note: (text) => put(stderr, `${text}\n`),
    progress,
    isClosed: () => !isOpen,
    async flush() {
      progress(null)
      if (!isOpen) return
      for (const stream of [stdout, stderr]) await new Promise<void>((resolve) => stream.write('', () => resolve()))
    },
  }
}

/** Documents and models may say anything; a terminal must not obey it. */
const shown = (text: string, isTerminal: boolean): string => (isTerminal ? text.replaceAll(/[^\P{Cc}\n\t]/gu, '') : text)
