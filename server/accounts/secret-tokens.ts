import { createHash, createHmac, randomBytes } from 'node:crypto'

/** 256 random bits: nobody guesses one, so a plain hash keeps it well enough. */
export const newSecretToken = (): string => randomBytes(32).toString('base64url')

/** The same for the same two, and unknown to whoever has one of them only. */
export const derivedToken = (token: string, salt: string): string => createHmac('sha256', token).update(salt).digest('base64url')

/** What is kept instead of the token: a copy of the database signs nobody in. */
export const hashToken = (token: string): string => createHash('sha256').update(token).digest('base64url')
