import { networkError } from '../../src-shared/desktop/network.ts'
import { AppError } from '../../src-shared/rpc/errors.ts'

const LOOPBACK = /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/

/** Whether an address is this machine itself. `URL` has already brought every spelling of 127.0.0.1 into this one. */
export const isLoopback = ({ hostname }: URL): boolean => LOOPBACK.test(hostname)

/** Throws `network.refused` unless the address is https, or http to this machine, and carries no password. */
export function refuseUnsafe(url: URL): void {
  const { protocol, host, username, password } = url
  const isAllowed = protocol === 'https:' || (protocol === 'http:' && isLoopback(url))
  if (!isAllowed) throw new AppError(networkError.refused, { host, why: 'not_encrypted' })
  if (username !== '' || password !== '') throw new AppError(networkError.refused, { host, why: 'password_in_address' })
}
