import { networkError } from '../../src-shared/desktop/network.ts'
import { AppError } from '../../src-shared/rpc/errors.ts'
import { refuseUnsafe } from '../network/safe-url.ts'

/** The folder that every path of the server is below. Errors: `network.refused` {host, why}. */
export function baseAddress(address: string): URL {
  if (!URL.canParse(address)) throw new AppError(networkError.refused, { host: null, why: 'not_an_address' })
  const url = new URL(address)
  refuseUnsafe(url)
  if (url.search !== '' || url.hash !== '') throw new AppError(networkError.refused, { host: url.host, why: 'not_an_address' })
  if (!url.pathname.endsWith('/')) url.pathname += '/'
  return url
}
