/** Puts text where the caret is, over what is marked, and leaves the caret behind it. */
export function putText(field: HTMLTextAreaElement, text: string, write: (text: string) => void): void {
  replaceText(field, { start: field.selectionStart, end: field.selectionEnd, text }, write)
}

export interface Replacement {
  readonly start: number
  readonly end: number
  readonly text: string
}

export function replaceText(field: HTMLTextAreaElement, { start, end, text }: Replacement, write: (text: string) => void): void {
  field.setRangeText(text, start, end, 'end')
  field.focus()
  write(field.value)
}
