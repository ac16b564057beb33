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
    /** By which the principal was let in. */
    session: Known | null
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
  /** False when what was found came from the memory of this process and has changed since. */
  readonly isStill: (found: Known) => boolean
  /** Who hears each refusal; undefined lets every one pass on. */
  readonly refuseToken: RefuseToken | undefined
}

/** Before anything of a request is read. Routes added from here on say who may call them, or the server does not start. */
export function authenticateRequests(app: FastifyInstance, deps: AuthenticateDeps): void {
  app.decorateRequest('principal', null)
  app.decorateRequest('session', null)
  app.addHook('onRoute', ({ method, url, config }) => {
    if (config?.access === undefined) throw new Error(`${String(method)} ${url} does not say who may call it`)
  })
  app.addHook('onRequest', (request) => authenticate(request, deps))
}

/**
 * After the shared cache was asked for something of this request, by which everything has been heard that changed before it came: whoever was let in
 * by what has changed is looked at again.
 */
export function confirmPrincipals(app: FastifyInstance, deps: AuthenticateDeps): void {
  app.addHook('onRequest', (request, _, done) => {
    if (request.session === null || deps.isStill(request.session)) return done()
    authenticate(request, deps).then(() => done(), done)
  })
}

async function authenticate(request: FastifyRequest, deps: AuthenticateDeps): Promise<void> {
  const access = request.routeOptions.config.access
  if (access === undefined || access === 'public') return
  const token = /^Bearer ([\w-]+\.[\w-]+\.[\w-]+)$/i.exec(request.headers.authorization ?? '')?.[1]
  const admitted = await admit(deps, token, access).catch((cause: unknown) => {
    if (deps.refuseToken === undefined) throw cause
    return deps.refuseToken({ address: clientAddress(request), token, cause })
  })
  request.principal = admitted.principal
  request.session = admitted.session
}

/** Who calls a route that is not public. */
export function principalOf({ principal }: FastifyRequest): Principal {
  if (principal === null) throw new AppError('UNAUTHENTICATED')
  return principal
}

interface Admitted {
  readonly principal: Principal
  readonly session: Known
}

async function admit(deps: AuthenticateDeps, token: string | undefined, access: Permission): Promise<Admitted> {
  const admitted = await identify(deps, token)
  if (!mayDo(admitted.principal.role, access)) throw new AppError('FORBIDDEN')
  return admitted
}

async function identify({ verify, findSession }: AuthenticateDeps, token: string | undefined): Promise<Admitted> {
  if (token === undefined) throw new AppError('UNAUTHENTICATED')
  const { userId, generation, familyId } = await verify(token)
  const session = await findSession(userId)
  // Erased, disabled, signed out, or of before the password was changed: never told apart.
  if (session === undefined || !session.is_active || generation !== session.token_generation)
    throw new AppError('UNAUTHENTICATED')
  if (familyId !== undefined && session.ended_families.includes(familyId)) throw new AppError('UNAUTHENTICATED')
  return { session, principal: { userId: session.user_id, role: roleOf(session), plan: session.subscription_plan, familyId } }
}
