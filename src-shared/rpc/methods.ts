import type { Call, Contract, Handlers, Stream } from './contract.ts'
import { AppError, rpcError } from './errors.ts'

export interface Method {
  readonly path: string
  readonly operation: Call | Stream
  readonly handle: (input: unknown, signal: AbortSignal) => unknown
}

/** Methods by path; a map, so that no path reaches a prototype. */
export type Methods = ReadonlyMap<string, Method>

export function listMethods<C extends Contract>(contract: C, handlers: Handlers<C>): Methods {
  const handles = handlers as Readonly<Record<string, Readonly<Record<string, Method['handle']>>>>
  const methods = new Map<string, Method>()
  for (const [feature, operations] of Object.entries(contract)) {
    for (const [name, operation] of Object.entries(operations)) {
      const path = `${feature}.${name}`
      const handle = handles[feature]?.[name]
      if (!handle) throw new TypeError(`No handler for ${path}`)
      methods.set(path, { path, operation, handle })
    }
  }
  return methods
}

export function findMethod(methods: Methods, path: string): Method {
  const method = methods.get(path)
  if (!method) throw new AppError(rpcError.unknownMethod, { method: path })
  return method
}

/** The input as its schema makes it. An error tells where it is wrong and how, never what it was. */
export function checkInput({ path, operation }: Method, input: unknown): unknown {
  const { success, data, error } = operation.input.safeParse(input)
  if (success) return data
  const issues = error.issues.map((issue) => ({ path: issue.path.join('.'), problem: issue.code }))
  throw new AppError(rpcError.invalidInput, { method: path, issues })
}
