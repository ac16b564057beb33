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

/** Files and folders that were dropped: by path where the window tells it, so that a folder is read whole and read again later. */
export function byPath(dropped: readonly File[], bridge: Bridge | null = window.hearth ?? null) {
  const placed = dropped.map((file) => ({ file, path: bridge?.pathOf(file) ?? '' }))
  return {
    paths: placed.map(({ path }) => path).filter((path) => path !== ''),
    /** Of a browser, which does not tell, and what is no file on the disk. */
    files: placed.filter(({ path }) => path === '').map(({ file }) => file),
  }
}
