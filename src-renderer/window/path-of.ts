/** What the preload lends the page: where a dropped or picked file lies. */
interface Bridge {
  readonly pathOf: (file: File) => string
}

declare global {
  interface Window {
    /** Absent in a browser. */
    readonly hearth?: Bridge
  }
}

/** The path of a file that was dropped or picked; null in a browser, which does not tell, and for what is no file on the disk. */
export function pathOf(file: File, bridge: Bridge | undefined = lentBridge()): string | null {
  const path = bridge?.pathOf(file) ?? ''
  return path === '' ? null : path
}

const lentBridge = (): Bridge | undefined => window.hearth
