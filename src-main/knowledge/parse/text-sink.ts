/** Collects text and pays white space late: breaks asked for several times, or at either end, come out once or not at all. */
export interface TextSink {
  readonly length: () => number
  /** Newlines before the next text: 1 for a line, 2 for a paragraph. Ignored right behind a list mark. */
  breakLine(newlines: 1 | 2): void
  /** One newline more, up to a blank line. */
  addBreak(): void
  space(): void
  /** The next cell of a row; the first one needs none. */
  tab(): void
  /** Put before the next text, after the line break; '' takes it back. */
  mark(mark: string): void
  /** Pays what is owed, then writes. Returns where the text begins. */
  write(text: string): number
  trimEnd(): void
  finish(): string
}

export function createTextSink(): TextSink {
  const parts: string[] = []
  let length = 0
  let newlines = 0
  let tabs = 0
  let spaceOwed = false
  let mark = ''

  const push = (text: string): void => {
    parts.push(text)
    length += text.length
  }

  const pay = (): void => {
    if (newlines > 0 && length > 0) push('\n'.repeat(newlines))
    else if (tabs > 0) push('\t'.repeat(tabs))
    else if (spaceOwed && length > 0) push(' ')
    if (mark !== '') push(mark)
    newlines = 0
    tabs = 0
    spaceOwed = false
    mark = ''
  }

  return {
    length: () => length,
    breakLine(count) {
      if (mark === '') newlines = Math.max(newlines, count)
    },
    addBreak() {
      newlines = Math.min(2, newlines + 1)
    },
    space() {
      spaceOwed = true
    },
    tab() {
      if (newlines === 0 && length > 0) tabs++
    },
    mark(next) {
      mark = next
    },
    write(text) {
      pay()
      const start = length
      push(text)
      return start
    },
    trimEnd() {
      for (let last = parts.pop(); last !== undefined; last = parts.pop()) {
        const kept = last.trimEnd()
        length -= last.length - kept.length
        if (kept !== '') return void parts.push(kept)
      }
    },
    finish: () => parts.join(''),
  }
}
