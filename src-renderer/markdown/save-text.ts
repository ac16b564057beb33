/** Hands a text to the browser's own saving, which asks where to. */
export function saveText(name: string, text: string, type = 'text/plain'): void {
  const address = URL.createObjectURL(new Blob([text], { type }))
  const link = document.createElement('a')
  link.href = address
  link.download = name
  link.click()
  // The saving has begun once the click returned; the address may go a moment later.
  setTimeout(() => URL.revokeObjectURL(address), 10_000)
}
