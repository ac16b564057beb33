import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { root } from './root.ts'
import { shippedLicences } from './shipped-licences.ts'

/** What the page "About" lists; a test says when this has to run again. */
const path = join(root, 'src-renderer', 'public', 'licences.json')
writeFileSync(path, `${JSON.stringify(shippedLicences(), null, 2)}\n`)
