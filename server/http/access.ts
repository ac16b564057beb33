import type { Role } from '../../src-shared/api/accounts.ts'
import { role } from '../../src-shared/api/accounts.ts'

export const permissions = [
  'account:read',
  'account:write',
  'billing:read',
  'billing:write',
  'usage:write',
  'knowledge:read',
  'knowledge:write',
  'chat:read',
  'chat:write',
  'users:administer',
] as const
export type Permission = (typeof permissions)[number]

/** Who may call a route: everybody, or who has this permission. Every route says one; a route that says none stops the start. */
export type Access = 'public' | Permission

const ofEverybody = permissions.filter((permission) => permission !== 'users:administer')

const granted: Readonly<Record<Role, readonly Permission[]>> = {
  user: ofEverybody,
  pro_user: ofEverybody,
  enterprise_user: ofEverybody,
  admin: permissions,
}

export const mayDo = (who: Role, permission: Permission): boolean => granted[who].includes(permission)

/** A plan without a role of its own is the usual one, and a schema that refuses it would take longer than all else here. */
const ofPlans: ReadonlyMap<string, Role> = new Map(
  role.options.flatMap((each) => (each.endsWith('_user') ? [[each.replace(/_user$/, ''), each]] : [])),
)

/** The role follows from the account: an administrator is one on every plan. */
export function roleOf({
  is_superuser,
  subscription_plan,
}: {
  readonly is_superuser: boolean
  readonly subscription_plan: string
}): Role {
  if (is_superuser) return 'admin'
  return ofPlans.get(subscription_plan) ?? 'user'
}
