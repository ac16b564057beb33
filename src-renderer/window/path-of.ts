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

export interface Dropped {
  readonly file: File
  /** A browser hands a folder over as a file that cannot be read. */
  readonly isFolder: boolean
}

export const droppedOn = ({ items }: DataTransfer): Dropped[] =>
  [...items].flatMap((item) => {
    const file = item.kind === 'file' ? item.getAsFile() : null
    return file ? [{ file, isFolder: item.webkitGetAsEntry?.()?.isDirectory ?? false }] : []
  })

/** Files and folders that were dropped: by path where the window tells it, so that a folder is read whole and read again later. */
export function byPath(dropped: readonly Dropped[], bridge: Bridge | null = window.hearth ?? null) {
  const placed = dropped.map(({ file, isFolder }) => ({ file, isFolder, path: bridge?.pathOf(file) ?? '' }))
  const unplaced = placed.filter(({ path }) => path === '')
  return {
    paths: placed.map(({ path }) => path).filter((path) => path !== ''),
    /** Of a browser, which does not tell, and what is no file on the disk. */
    files: unplaced.filter(({ isFolder }) => !isFolder).map(({ file }) => file),
    /** Names of folders of which nothing can be read. */
    folders: unplaced.filter(({ isFolder }) => isFolder).map(({ file }) => file.name),
  }
}
