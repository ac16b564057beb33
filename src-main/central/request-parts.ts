import type { z } from 'zod'
import { type Method, method, type Route, type RouteName, routes } from '../../src-shared/api/routes.ts'
import { AppError, rpcError } from '../../src-shared/rpc/errors.ts'

/** What of a call goes into the request. */
export interface Asked {
  readonly params?: unknown
  readonly query?: unknown
  readonly body?: unknown
}

export interface RequestParts {
  readonly method: Method
  readonly url: string
  readonly body: string | undefined
}

/** Method, address and body, all of the contract: nothing that the route would not take is sent. Errors: `invalid_input`. */
export function requestParts(base: URL, name: RouteName, { params, query, body }: Asked): RequestParts {
  const route: Route = routes[name]
  const [by, path] = splitName(name)
  const check = (schema: z.ZodType | undefined, given: unknown, part: string) => {
    const problems = schema?.safeParse(given).error?.issues ?? []
    if (problems.length === 0) return
    const issues = problems.map(({ path: at, message }) => ({ path: [part, ...at].join('.'), problem: message }))
    throw new AppError(rpcError.invalidInput, { method: name, issues })
  }
  check(route.params, params, 'params')
  check(route.query, query ?? {}, 'query')
  check(route.body, body, 'body')
  const values = new Map(Object.entries(params ?? {}))
  const filled = path.replace(/\{(\w+)\}/g, (_, key: string) => encodeURIComponent(String(values.get(key))))
  const url = new URL(`.${filled}`, base)
  for (const [key, value] of Object.entries(query ?? {})) if (value !== undefined) url.searchParams.set(key, String(value))
  return { method: by, url: url.href, body: route.body === undefined ? undefined : JSON.stringify(body) }
}

function splitName(name: RouteName): readonly [Method, string] {
  const at = name.indexOf(' ')
  return [method.parse(name.slice(0, at)), name.slice(at + 1)]
}
