import { newSecretToken } from '../accounts/secret-tokens.ts'
import type { Config } from '../config.ts'
import { StartFault } from '../start-fault.ts'

/** Known to everybody who reads this: for servers that nobody else reaches. */
const wellKnown = 'a demo password'

/** What the demo accounts are opened with; one of its own where strangers may try. Errors: `StartFault` in production, unless that is meant. */
export function demoPassword(config: Config, { isInProduction }: { readonly isInProduction: boolean }): string {
  const sign = productionSign(config)
  if (sign === undefined) return wellKnown
  if (isInProduction) return newSecretToken()
  throw new StartFault(`${sign}: this looks like production. Demo accounts are made there only with --in-production.`)
}

function productionSign({ NODE_ENV, STRIPE_API_KEY = '', HEARTH_PUBLIC_URL }: Config): string | undefined {
  if (NODE_ENV === 'production') return 'NODE_ENV is production'
  if (/^[rs]k_live_/.test(STRIPE_API_KEY)) return 'STRIPE_API_KEY is a live one'
  if (HEARTH_PUBLIC_URL !== undefined && !isHere(HEARTH_PUBLIC_URL)) return 'HEARTH_PUBLIC_URL is not on this machine'
  return undefined
}

const isHere = (url: string): boolean => /^(?:localhost|127\.\d+\.\d+\.\d+|\[::1\])$/.test(new URL(url).hostname)
