/** The parts of the settings, in the order of their list. */
export const sectionNames = [
  'general',
  'appearance',
  'chat',
  'engine',
  'knowledge',
  'privacy',
  'data',
  'shortcuts',
  'about',
] as const
export type SectionName = (typeof sectionNames)[number]
