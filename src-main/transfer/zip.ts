import { unzipSync, Zip, ZipDeflate } from 'fflate'

export interface PackedFile {
  readonly name: string
  readonly originalSize: number
}

/** The wanted files of an archive, by name. Throws what is no archive, or a broken one. */
export function unzipFiles(bytes: Uint8Array, isWanted: (file: PackedFile) => boolean): ReadonlyMap<string, Uint8Array> {
  return new Map(Object.entries(unzipSync(bytes, { filter: isWanted })))
}

export interface ZipWriter {
  /** Answers what of the archive is ready after it. */
  add(name: string, content: Uint8Array): Uint8Array[]
  end(): Uint8Array[]
}

export function createZip(): ZipWriter {
  const ready: Uint8Array[] = []
  const zip = new Zip((error, bytes) => {
    if (error) throw error
    ready.push(bytes)
  })
  return {
    add(name, content) {
      const file = new ZipDeflate(name, { level: 6 })
      zip.add(file)
      file.push(content, true)
      return ready.splice(0)
    },
    end() {
      zip.end()
      return ready.splice(0)
    },
  }
}
