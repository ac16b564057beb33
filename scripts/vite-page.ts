import { build, type UserConfig } from 'vite'
import { pageConfig } from '../electron.vite.config.ts'

/** Builds the page anew. */
export const vitePage = (): Promise<void> => buildWith(pageConfig())

/** The same with a map beside each script. */
export async function viteMappedPage(): Promise<void> {
  const config = pageConfig()
  await buildWith({ ...config, build: { ...config.build, sourcemap: 'hidden' } })
}

async function buildWith(config: UserConfig): Promise<void> {
  // Also when a test asked for it: vite takes React's development build otherwise, half as large again.
  process.env.NODE_ENV = 'production'
  await build({ ...config, configFile: false, logLevel: 'error' })
}
