import { expect, test } from 'vitest'
import { isAsWanted, startServices } from '../../../scripts/services/kept-services.ts'
import type { NativeDatabase } from '../../../scripts/services/native-database.ts'
import { tempFolder } from '../../helpers/temp-folder.ts'

const absent = (more: Partial<NativeDatabase>): NativeDatabase => ({
  ...{ name: 'stripe-mock', missing: () => 'it is not on this machine', start: () => Promise.reject(new Error('started')) },
  ...more,
})

test.each([
  { what: 'one that the others do without fails nothing', more: { isOptional: true }, isNamed: false, isWanted: true },
  { what: 'asked for by its name it has to be there', more: { isOptional: true }, isNamed: true, isWanted: false },
  { what: 'one that is needed has to be there in any case', more: {}, isNamed: false, isWanted: false },
  {
    ...{ what: 'one that is there and does not start is a failure', isNamed: false, isWanted: false },
    more: { isOptional: true, missing: () => undefined },
  },
] as const)('of services that cannot be had: $what', async ({ more, isNamed, isWanted }) => {
  using folder = tempFolder()

  const states = await startServices(folder.path, [absent(more)])

  expect(states).toMatchObject([{ name: 'stripe-mock', isUp: false }])
  expect(isAsWanted(states, { isNamed })).toBe(isWanted)
})
