/** Hands a file to the browser, which saves it where its person wants their downloads. */
export function saveFile(name: string, content: Blob): void {
  const url = URL.createObjectURL(content)
  const link = document.createElement('a')
  link.href = url
  link.download = name
  link.click()
  // The download has its own hold of the content once it began.
  setTimeout(() => URL.revokeObjectURL(url), 60_000)
}
