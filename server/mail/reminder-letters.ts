import type { Language } from './letters.ts'
import type { Letter } from './mail.ts'

export interface Reminder {
  readonly to: string
  readonly language: Language
  readonly plan: string
  readonly at: Date
  readonly follows: { readonly forCents: number } | { readonly plan: string }
}

const words = {
  en: {
    renews: (plan: string, day: string, amount: string) => ({
      subject: `Your ${plan} plan renews on ${day}`,
      text: `Your Hearth ${plan} plan renews on ${day} for ${amount}.\n\nYou need to do nothing. If you do not want it any more, cancel it in Hearth before that day; what is paid stays usable until then.`,
    }),
    ends: (plan: string, day: string, next: string) => ({
      subject: `Your ${plan} plan ends on ${day}`,
      text: `Your Hearth ${plan} plan ends on ${day}. After that the ${next} plan applies, and you keep everything that you have written.\n\nIf you want to keep the plan, choose it again in Hearth.`,
    }),
  },
  de: {
    renews: (plan: string, day: string, amount: string) => ({
      subject: `Dein ${plan}-Tarif verlängert sich am ${day}`,
      text: `Dein ${plan}-Tarif bei Hearth verlängert sich am ${day} für ${amount}.\n\nDu musst nichts tun. Wenn du ihn nicht mehr möchtest, kündige ihn vorher in Hearth; was bezahlt ist, bleibt bis dahin nutzbar.`,
    }),
    ends: (plan: string, day: string, next: string) => ({
      subject: `Dein ${plan}-Tarif endet am ${day}`,
      text: `Dein ${plan}-Tarif bei Hearth endet am ${day}. Danach gilt der ${next}-Tarif, und alles, was du geschrieben hast, bleibt dir.\n\nWenn du den Tarif behalten möchtest, wähle ihn in Hearth noch einmal.`,
    }),
  },
} as const

const locales = { en: 'en-GB', de: 'de-DE' } as const

export function writeReminder({ to, language, plan, at, follows }: Reminder): Letter {
  const day = at.toLocaleDateString(locales[language], { dateStyle: 'long', timeZone: 'UTC' })
  if ('plan' in follows) return { to, ...words[language].ends(named(plan), day, named(follows.plan)) }
  const amount = (follows.forCents / 100).toLocaleString(locales[language], { style: 'currency', currency: 'USD' })
  return { to, ...words[language].renews(named(plan), day, amount) }
}

const named = (plan: string): string => `${plan.charAt(0).toUpperCase()}${plan.slice(1)}`
