import { join } from 'node:path'
import { z } from 'zod'
import { signLists } from './packaging/sign-lists.ts'
import { root } from './root.ts'

// After `npm run package`: signs the lists of versions in out/package, without which no Hearth installs anything from there.
const { HEARTH_UPDATE_SIGNING_KEY: privatePem, HEARTH_UPDATE_KEY: builtIn } = z
  .object({ HEARTH_UPDATE_SIGNING_KEY: z.string(), HEARTH_UPDATE_KEY: z.string() })
  .parse(process.env)
for (const name of signLists(join(root, 'out', 'package'), { privatePem, builtIn })) console.log(`${name} is signed.`)
