/** Bytes a second over the last seconds; 0 until two figures are known. */
export interface DownloadSpeed {
  of(receivedBytes: number): number
}

const windowMs = 5000

export function createDownloadSpeed(now: () => number = () => performance.now()): DownloadSpeed {
  const heard: { readonly at: number; readonly bytes: number }[] = []
  return {
    of(bytes) {
      heard.push({ at: now(), bytes })
      while (heard.length > 2 && (heard[1]?.at ?? 0) < now() - windowMs) heard.shift()
      const [first] = heard
      const seconds = (now() - (first?.at ?? 0)) / 1000
      return seconds > 0 ? Math.max(0, (bytes - (first?.bytes ?? bytes)) / seconds) : 0
    },
  }
}
