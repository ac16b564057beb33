import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { Role } from '../../src-shared/api/accounts.ts'
import { AppError } from '../../src-shared/rpc/errors.ts'
import { type Access, mayDo, type Permission, roleOf } from './access.ts'
import { clientAddress } from './client-address.ts'
import type { RefuseToken } from './failed-tokens.ts'

export interface Principal {
  readonly userId: string
  readonly role: Role
  readonly plan: string
  /** The sign-in that the token came from; none right after registering. */
  readonly familyId: string | undefined
}

declare module 'fastify' {
  interface FastifyContextConfig {
    access?: Access
  }
  interface FastifyRequest {
    principal: Principal | null
  }
}

export interface Known {
  readonly user_id: string
  readonly subscription_plan: string
  readonly is_active: boolean
  readonly is_superuser: boolean
  readonly token_generation: number
  /** Sign-ins that ended while tokens of theirs may still run. */
  readonly ended_families: readonly string[]
}

export interface AuthenticateDeps {
  readonly verify: (
    token: string,
  ) => Promise<{ readonly userId: string; readonly generation: number; readonly familyId?: string | undefined }>
  readonly findSession: (userId: string) => Promise<Known | undefined>
  /** Who hears each refusal; undefined lets every one pass on. */
  readonly refuseToken: RefuseToken | undefined
}

/** Before anything of a request is read. Routes added from here on say who may call them, or the server does not start. */
export function authenticateRequests(app: FastifyInstance, deps: AuthenticateDeps): void {
  app.decorateRequest('principal', null)
  app.addHook('onRoute', ({ method, url, config }) => {
    if (config?.access === undefined) throw new Error(`${String(method)} ${url} does not say who may call it`)
  })
  app.addHook('onRequest', async (request) => {
    const access = request.routeOptions.config.access
    if (access === undefined || access === 'public') return
    const token = /^Bearer ([\w-]+\.[\w-]+\.[\w-]+)$/i.exec(request.headers.authorization ?? '')?.[1]
    request.principal = await admit(deps, token, access).catch((cause: unknown) => {
      if (deps.refuseToken === undefined) throw cause
      return deps.refuseToken({ address: clientAddress(request), token, cause })
    })
  })
}

/** Who calls a route that is not public. */
export function principalOf({ principal }: FastifyRequest): Principal {
  if (principal === null) throw new AppError('UNAUTHENTICATED')
  return principal
}

async function admit(deps: AuthenticateDeps, token: string | undefined, access: Permission): Promise<Principal> {
  const principal = await identify(deps, token)
  if (!mayDo(principal.role, access)) throw new AppError('FORBIDDEN')
  return principal
}

async function identify({ verify, findSession }: AuthenticateDeps, token: string | undefined): Promise<Principal> {
  if (token === undefined) throw new AppError('UNAUTHENTICATED')
  const { userId, generation, familyId } = await verify(token)
  const session = await findSession(userId)
  // Erased, disabled, signed out, or of before the password was changed: never told apart.
  if (session === undefined || !session.is_active || generation !== session.token_generation)
    throw new AppError('UNAUTHENTICATED')
  if (familyId !== undefined && session.ended_families.includes(familyId)) throw new AppError('UNAUTHENTICATED')
  return { userId: session.user_id, role: roleOf(session), plan: session.subscription_plan, familyId }
}
