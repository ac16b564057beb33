import { desktop } from '../../src-shared/desktop/contract.ts'
import { AppError, rpcError } from '../../src-shared/rpc/errors.ts'
import type { Api } from '../api.ts'

/** One `api` for the life of the page: each use goes to the connection there is now. Without one it throws `disconnected`. */
export function liveApi(current: () => Api | undefined): Api {
  const now = (): Api => {
    const api = current()
    if (api === undefined) throw new AppError(rpcError.disconnected)
    return api
  }
  const features = Object.keys(desktop).map((feature) => [feature, { get: () => Reflect.get(now(), feature) }])
  return Object.create(null, Object.fromEntries(features))
}
