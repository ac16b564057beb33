/** What a link may open: a page over TLS, or a letter. Everything else is shown as text. */
export function safeAddress(address: string): string | undefined {
  const url = URL.parse(address)
  if (!url) return undefined
  return url.protocol === 'https:' || url.protocol === 'mailto:' ? url.href : undefined
}

/** What is written beside a link whose words do not say where it leads. */
export function shownAddress(address: string): string {
  const url = URL.parse(address)
  if (!url) return address
  return url.protocol === 'mailto:' ? url.pathname : url.host
}
