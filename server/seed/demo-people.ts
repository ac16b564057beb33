import type { PlanChoice } from '../billing/proration.ts'

export interface DemoPerson {
  readonly email: string
  readonly isAdmin: boolean
  /** Undefined: what every new account has. */
  readonly plan: PlanChoice | undefined
  /** Messages on each of the last days, the oldest first. */
  readonly messagesADay: readonly number[]
  readonly conversations: readonly DemoConversation[]
}

export interface DemoConversation {
  readonly topic: string
  readonly turns: readonly { readonly question: string; readonly answer: string }[]
}

const garden: DemoConversation = {
  topic: 'garden',
  turns: [
    {
      question: 'When did I plant the garlic last year?',
      answer: 'Your garden journal names 12 October: two rows beside the currants.',
    },
    { question: 'And when was it ripe?', answer: 'You lifted it on 4 July, when half of the leaves were yellow.' },
  ],
}

const contract: DemoConversation = {
  topic: 'contracts',
  turns: [
    {
      question: 'How much notice does the lease of the workshop need?',
      answer: 'Three months to the end of a quarter, in writing (clause 9).',
    },
    { question: 'Who pays for the heating?', answer: 'The tenant, by the meter in the hall (clause 4).' },
    { question: 'Draft the letter, please.', answer: 'Here is a draft that names clause 9 and the end of the quarter.' },
  ],
}

/** Addresses of `example.org`, where nobody gets mail. */
export const demoPeople: readonly DemoPerson[] = [
  { email: 'admin@example.org', isAdmin: true, plan: undefined, messagesADay: [], conversations: [] },
  {
    ...{ email: 'free@example.org', isAdmin: false, plan: undefined },
    ...{ messagesADay: [4, 0, 7, 2, 0, 11, 5], conversations: [garden] },
  },
  {
    ...{ email: 'pro@example.org', isAdmin: false, plan: { plan_type: 'pro', billing_cycle: 'monthly' } },
    ...{ messagesADay: [60, 41, 75, 12, 88, 93, 57], conversations: [contract, garden] },
  },
  {
    ...{ email: 'enterprise@example.org', isAdmin: false, plan: { plan_type: 'enterprise', billing_cycle: 'yearly' } },
    ...{ messagesADay: [310, 295, 340, 402, 18, 9, 377], conversations: [contract] },
  },
]
