import { readFileSync } from 'node:fs'
import { z } from 'zod'
import { resources } from './resources.ts'

const packageFile = z.object({ version: z.string() })

/** The version that the package names. */
export const readVersion = (): string => packageFile.parse(JSON.parse(readFileSync(resources.packageFile, 'utf8'))).version
