import { expect, test } from 'vitest'
import { isAsWanted, startServices } from '../../../scripts/services/kept-services.ts'
import type { NativeDatabase } from '../../../scripts/services/native-database.ts'
import { tempFolder } from '../../helpers/temp-folder.ts'

const absent = (more: Partial<NativeDatabase>): NativeDatabase => ({
  ...{ name: 'stripe-mock', missing: () => 'it is not on this machine', start: () => Promise.reject(new Error('started')) },
  ...more,
})

test.each([
  ['one that the others do without is said to be missing and fails nothing', { isOptional: true }, false, true],
  ['asked for by its name it has to be there', { isOptional: true }, true, false],
  ['one that is needed has to be there in any case', {}, false, false],
  ['one that is there and does not start is a failure', { isOptional: true, missing: () => undefined }, false, false],
] as const)('of services that cannot be had: %s', async (_, more, isNamed, wanted) => {
  using folder = tempFolder()

  const states = await startServices(folder.path, [absent(more)])

  expect(states).toMatchObject([{ name: 'stripe-mock', isUp: false }])
  expect(isAsWanted(states, { isNamed })).toBe(wanted)
})
