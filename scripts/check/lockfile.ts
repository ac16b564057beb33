import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import type { Finding } from './guard.ts'

const lockfile = z.object({ packages: z.record(z.string(), z.object({ resolved: z.string().optional() })) })

/** A host in the lockfile makes everybody install from the registry of whoever wrote it last. */
export function lockfileFindings(root: string): Finding[] {
  return ['package-lock.json', 'server/package-lock.json']
    .filter((path) => existsSync(join(root, path)))
    .flatMap((path) => hosts(root, path))
}

function hosts(root: string, path: string): Finding[] {
  const { packages } = lockfile.parse(JSON.parse(readFileSync(join(root, path), 'utf8')))
  return Object.entries(packages)
    .filter(([, { resolved }]) => resolved?.includes('://'))
    .map(([name]) => ({
      rule: 'lockfile-without-hosts',
      place: path,
      says: 'The lockfile names no host. Keep omit-lockfile-registry-resolved=true in .npmrc and run npm install again.',
      detail: name,
    }))
}
