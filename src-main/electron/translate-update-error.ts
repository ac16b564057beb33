import { networkError } from '../../src-shared/desktop/network.ts'
import { updateError } from '../../src-shared/desktop/updates.ts'
import { AppError } from '../../src-shared/rpc/errors.ts'

const notGenuine: readonly unknown[] = ['ERR_CHECKSUM_MISMATCH', 'ERR_UPDATER_INVALID_SIGNATURE', 'ERR_UPDATER_NO_CHECKSUM']

export function translateUpdateError(error: unknown, host: string | undefined): AppError {
  if (error instanceof AppError) return error
  const code = error instanceof Error && 'code' in error ? error.code : undefined
  if (notGenuine.includes(code)) return new AppError(updateError.notGenuine)
  return new AppError(networkError.unreachable, { host: host === undefined ? '' : new URL(host).host })
}
