import { createPrivateKey, createPublicKey } from 'node:crypto'
import { globSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { openList, signList } from '../../src-main/electron/update-list.ts'
import { publicKey } from '../../src-main/electron/update-source.ts'

export interface SigningKeys {
  /** PEM, PKCS8. */
  readonly privatePem: string
  /** The one that is built into the package, as base64 of its DER. */
  readonly builtIn: string
}

/** Signs the lists that electron-builder wrote; returns their names. Throws unless the package will believe them, or where there is none. */
export function signLists(folder: string, { privatePem, builtIn }: SigningKeys): string[] {
  const key = createPrivateKey(privatePem)
  if (!createPublicKey(key).equals(publicKey(builtIn)))
    throw new Error('HEARTH_UPDATE_SIGNING_KEY does not fit HEARTH_UPDATE_KEY.')
  const names = globSync('latest*.yml', { cwd: folder }).toSorted()
  if (names.length === 0) throw new Error(`There is no list of versions in ${folder}: was it packaged with HEARTH_UPDATE_HOST?`)
  for (const name of names) {
    const text = signList({ name, text: readFileSync(join(folder, name), 'utf8') }, key)
    openList({ name, text }, publicKey(builtIn))
    writeFileSync(join(folder, name), text)
  }
  return names
}
