import { expect, test } from 'vitest'
import { shippedLicences } from '../../../scripts/shipped-licences.ts'
import licences from '../../../src-renderer/public/licences.json' with { type: 'json' }

test('the list of licences is that of the packages that ship now; node scripts/write-licences.ts renews it', () => {
  expect(licences).toEqual(shippedLicences())
})

test('somebody looked at every kind of licence that ships', () => {
  const known =
    /^(?:0BSD|Apache-2\.0|BSD-[23]-Clause|BlueOak-1\.0\.0|CC0-1\.0|CC-BY-4\.0|EPL-2\.0|ISC|LGPL-3\.0-or-later|MIT|MIT-0|MPL-2\.0|OFL-1\.1|PSF-2\.0|Python-2\.0|Unlicense|WTFPL|Zlib)$/

  const others = licences.filter(
    ({ licence }) =>
      !licence
        .replaceAll(/[()]/g, '')
        .split(/ (?:OR|AND) /)
        .some((each) => known.test(each)),
  )
  // BSD, without saying which of its kinds; MIT, which only its file says.
  expect(others.map(({ name }) => name)).toEqual(['duck', 'khroma'])
})
