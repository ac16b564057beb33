import { hkdfSync } from 'node:crypto'
import { join } from 'node:path'
import type { IndexFolder } from '../../src-main/search/index-files/index-file.ts'
import { lockFolder } from '../stores/folder-lock.ts'

export interface TakenFolder extends Disposable {
  readonly place: IndexFolder
}

/** Each process has its own, and gets it back when it starts again; what lies there is read with the server's secret only. */
export function takeIndexFolder(dataFolder: string, secret: string): TakenFolder {
  for (let n = 1; ; n++) {
    const folder = join(dataFolder, `passage-index-${n}`)
    const lock = lockFolder(folder)
    if (lock === undefined) continue
    return { place: { folder: join(folder, 'users'), key: keyOf(secret) }, [Symbol.dispose]: () => lock[Symbol.dispose]() }
  }
}

const keyOf = (secret: string): string => Buffer.from(hkdfSync('sha256', secret, '', 'passage index', 32)).toString('hex')
