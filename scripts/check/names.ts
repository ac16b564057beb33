import { basename, dirname } from 'node:path/posix'
import type { Finding } from './guard.ts'

const codeRoot = /^(?:src-[a-z]+|server|test|scripts)\//
const named = /\.(?:ts|tsx|mts|mjs|cjs|js|css)$/
const kebab = /^[a-z0-9]+(?:-[a-z0-9]+)*(?:\.[a-z0-9]+(?:-[a-z0-9]+)*)*$/
const sayNothing = /^(?:utils?|helpers?|common|managers?|services?|types?|misc)$|-(?:utils?|helpers?|manager)$/
const besideTheOld = /-(?:v\d+|new|old|legacy|final)$/

const rules = [
  {
    rule: 'no-index',
    says: 'No index file: it is a barrel or a file without a name. Name it after what it is.',
    breaks: (name: string) => name === 'index',
  },
  {
    rule: 'telling-name',
    says: 'This name says nothing about the content. Name the file after what it is or does.',
    breaks: (name: string) => sayNothing.test(name),
  },
  {
    rule: 'replace-the-old',
    says: 'No new one beside the old one. Replace it; git keeps the old.',
    breaks: (name: string) => besideTheOld.test(name),
  },
]

export function nameFindings(path: string): Finding[] {
  if (!codeRoot.test(path) || !named.test(path)) return []
  const name = basename(path).replace(/\..*$/, '')
  const broken = rules.filter(({ breaks }) => breaks(name)).map(({ rule, says }) => ({ rule, says, place: path }))
  if ([...dirname(path).split('/'), basename(path)].every((part) => kebab.test(part))) return broken
  return [...broken, { rule: 'kebab-case', says: 'Files and folders are kebab-case. Rename it.', place: path }]
}
