import { realpathSync } from 'node:fs'
import { homedir } from 'node:os'
import type { TextRule } from './rule.ts'
import { isCode, isTest } from './source-tree.ts'

/** The patterns are written so that they do not match themselves. */
export function textRules(root: string): readonly TextRule[] {
  return [
    {
      rule: 'nothing-unfinished',
      says: 'Nothing unfinished is committed. Do it, or write it down where work is planned.',
      pattern: /(?<!`)\b(?:TO[D]O|FIX[M]E)\b/g,
      appliesTo: () => true,
    },
    {
      rule: 'no-machine-path',
      says: 'This path exists on one machine only. Make it relative, or take it from os.tmpdir(), os.homedir() or the configuration.',
      pattern: machinePaths(root),
      appliesTo: () => true,
    },
    {
      rule: 'no-type-suppression',
      says: 'The compiler is not silenced. Correct the type.',
      pattern: /@ts-(?:ignore|nocheck)\b/g,
      appliesTo: isCode,
    },
    {
      rule: 'no-expected-type-error',
      says: 'An expected type error belongs in a test of types only. Correct the type.',
      pattern: /@ts-expect[-]error\b/g,
      appliesTo: (path) => isCode(path) && !isTest(path),
    },
    {
      rule: 'no-lint-suppression',
      says: 'A rule of this house is not switched off in a comment. Correct the code, or change the rule for everybody.',
      pattern:
        /(?:oxlint|eslint)-(?:disable)|biome-(?:ignore)(?:-all)? (?:lint\/suspicious\/noExplicitAny|lint\/style\/noNonNullAssertion)/g,
      appliesTo: isCode,
    },
    {
      rule: 'no-registry',
      says: 'Which registry to use is the business of each machine. Remove the line.',
      pattern: /^.*registry\s*=.*$/gm,
      appliesTo: (path) => path.endsWith('.npmrc'),
    },
  ]
}

function machinePaths(root: string): RegExp {
  const here = [realpathSync(root), homedir()].filter((path) => path.length > 1).map((path) => `${escaped(path)}(?=[\\\\/])`)
  return new RegExp([...here, '(?<![\\w.:~-])\\/(?:work|root|tmp)\\/\\w+', 'C:\\\\Users\\\\\\w+'].join('|'), 'g')
}

const escaped = (path: string): string => path.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
