import { fileURLToPath } from 'node:url'

const root = new URL('../../', import.meta.url)

/** What ships beside the code. */
export const resources = {
  migrations: fileURLToPath(new URL('migrations/sqlite', root)),
  catalogue: fileURLToPath(new URL('resources/models/catalogue.json', root)),
  samples: fileURLToPath(new URL('resources/samples', root)),
  packageFile: fileURLToPath(new URL('package.json', root)),
} as const
