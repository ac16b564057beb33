import { rotateSigningKeys } from '../accounts/signing-keys.ts'
import type { AdminDeps } from './admin-deps.ts'

export interface OpenAdminDeps extends Omit<AdminDeps, 'rotateKeys'> {
  /** Seals the new keys. */
  readonly secret: string
}

export const openAdmin = ({ secret, ...deps }: OpenAdminDeps): AdminDeps => ({
  ...deps,
  rotateKeys: (tx, rotation) => rotateSigningKeys(tx, { secret, ...rotation }),
})
