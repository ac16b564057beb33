/** Where the person is among the questions of this chat: 0 is the newest; null is what was typed. */
export interface Recall {
  readonly index: number
  /** What was put into the field; a word changed in it, and it is the person's own. */
  readonly text: string
}

export interface RecallKey {
  readonly key: string
  readonly text: string
  readonly caret: number
}

/** The question that an arrow brings into the field; undefined leaves the arrow to the field. Newest first. */
export function recalled(questions: readonly string[], now: Recall | null, pressed: RecallKey): Recall | null | undefined {
  const { key, text, caret } = pressed
  const isRecalled = now !== null && now.text === text
  if (key === 'ArrowUp' && (text === '' || (isRecalled && !text.slice(0, caret).includes('\n')))) {
    const index = isRecalled ? now.index + 1 : 0
    const older = questions[index]
    return older === undefined ? undefined : { index, text: older }
  }
  if (key !== 'ArrowDown' || !isRecalled || text.slice(caret).includes('\n')) return undefined
  const newer = questions[now.index - 1]
  return newer === undefined ? null : { index: now.index - 1, text: newer }
}
