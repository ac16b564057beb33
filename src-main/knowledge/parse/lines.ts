export interface Line {
  readonly start: number
  /** Before the line's newline. */
  readonly end: number
}

/** Lines of a text, ended by \n, \r\n or a lone \r. */
export function* eachLine(text: string, from = 0): Generator<Line> {
  const newline = /\r\n?|\n/g
  newline.lastIndex = from
  for (let start = from; start <= text.length; ) {
    const match = newline.exec(text)
    const end = match?.index ?? text.length
    yield { start, end }
    if (!match) return
    start = newline.lastIndex
  }
}
