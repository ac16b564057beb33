import { rotateSigningKeys } from '../accounts/signing-keys.ts'
import type { AdminDeps } from './admin-deps.ts'

export interface OpenAdminDeps extends Omit<AdminDeps, 'rotateKeys' | 'hasOwnKeys'> {
  /** Seals the new keys. */
  readonly secret: string
  readonly algorithm: 'EdDSA' | 'HS256'
}

export const openAdmin = ({ secret, algorithm, ...deps }: OpenAdminDeps): AdminDeps => ({
  ...deps,
  hasOwnKeys: algorithm === 'EdDSA',
  rotateKeys: (tx, rotation) => rotateSigningKeys(tx, { secret, ...rotation }),
})
