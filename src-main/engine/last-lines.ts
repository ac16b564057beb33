export interface LastLines {
  add(text: string): void
  all(): readonly string[]
}

const longestLine = 500

/** The newest `count` lines of a stream of text that comes in pieces; longer lines are cut. */
export function keepLastLines(count: number): LastLines {
  let lines: readonly string[] = []
  let open = ''
  return {
    add(text) {
      const pieces = (open + text).split('\n')
      open = (pieces.pop() ?? '').slice(-longestLine)
      lines = [...lines, ...pieces.filter((line) => line.trim() !== '').map((line) => line.slice(0, longestLine))].slice(-count)
    },
    all: () => (open.trim() === '' ? lines : [...lines, open]),
  }
}
