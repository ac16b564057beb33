import { z } from 'zod'
import { deviceName } from './devices.ts'
import { idInAnyCase } from './id-in-any-case.ts'

export const role = z.enum(['user', 'pro_user', 'enterprise_user', 'admin']).meta({ id: 'Role' })
export type Role = z.infer<typeof role>

/** Compared in lower case: mailboxes that differ in case only are one in practice. */
export const email = z
  .string()
  .max(255)
  .meta({ format: 'email', pattern: z.regexes.email.source })
  .transform((address) => address.trim().toLowerCase())
  // RFC 5321: no mail server takes more before the @.
  .pipe(z.email().refine((address) => address.indexOf('@') <= 64, 'Invalid email address'))

/** A length and nothing else: rules about kinds of characters make worse passwords (NIST SP 800-63B). */
const password = z.string().min(8).max(128)

export const user = z
  .object({
    id: z.uuid(),
    email: z.string(),
    role,
    subscription_plan: z.string(),
    is_active: z.boolean(),
    is_verified: z.boolean(),
    created_at: z.iso.datetime(),
  })
  .meta({ id: 'User' })
export type User = z.infer<typeof user>

const oneTimeToken = z.string().min(1).max(128)
const refreshToken = z.string().min(1).max(256)

export const registerBody = z.strictObject({ email, password })
export const registered = z.object({ user_id: z.uuid(), access_token: z.string(), subscription_plan: z.string() })

/** Whatever a password was when it was chosen, it may still be given. */
export const loginBody = z.strictObject({
  email,
  password: z.string().min(1).max(1024),
  device_id: idInAnyCase.optional().describe('What an earlier sign-in answered: the same device again.'),
  device_name: deviceName.optional(),
})
export const signedIn = z.object({
  access_token: z.string(),
  refresh_token: z.string(),
  expires_in: z.int().describe('Seconds until the access token ends.'),
  device_id: z.uuid(),
  user,
})

export const refreshBody = z.strictObject({ refresh_token: refreshToken })
export const refreshed = signedIn.omit({ user: true, device_id: true })

export const logoutBody = refreshBody
export const verifyBody = z.strictObject({ token: oneTimeToken })
export const forgotBody = z.strictObject({ email })
export const resetBody = z.strictObject({ token: oneTimeToken, password })

/** To change the password takes the present one. */
export const changeUserBody = z.strictObject({ current_password: z.string().min(1).max(1024), password })
export const changeEmailBody = z.strictObject({ current_password: z.string().min(1).max(1024), email })
export const deleteUserBody = z.strictObject({ current_password: z.string().min(1).max(1024) })

export const done = z.object({ done: z.literal(true) })
