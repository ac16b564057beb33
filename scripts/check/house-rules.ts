import { codeRules } from './code-rules.ts'
import type { Finding, Guard } from './guard.ts'
import { lockfileFindings } from './lockfile.ts'
import { nameFindings } from './names.ts'
import type { CodeRule, TextRule } from './rule.ts'
import { type CodeFile, isCode, lineOf, nodesOf, parseCode, readTree, type SourceFile } from './source-tree.ts'
import { testRules } from './test-rules.ts'
import { textRules } from './text-rules.ts'

export const houseRulesGuard: Guard = {
  name: 'house',
  async run(root) {
    const files = readTree(root)
    const code = files.filter(({ path }) => isCode(path)).map(parseCode)
    const rules = [...codeRules, ...testRules]
    const texts = textRules(root)
    return {
      findings: [
        ...code.flatMap((file) => breaches(file, rules)),
        ...files.flatMap((file) => texts.flatMap((rule) => matches(file, rule))),
        ...files.flatMap(({ path }) => nameFindings(path)),
        ...lockfileFindings(root),
      ],
      looked: `${files.length} files, ${rules.length + texts.length} rules, names and lockfiles`,
    }
  },
}

function breaches({ path, ast }: CodeFile, rules: readonly CodeRule[]): Finding[] {
  const applying = rules.filter((rule) => rule.appliesTo(path))
  return nodesOf(ast)
    .flatMap((node) =>
      applying.filter((rule) => rule.breaks(node)).map(({ rule, says }) => ({ rule, says, place: `${path}:${lineOf(node)}` })),
    )
    .toArray()
}

function matches({ path, text }: SourceFile, { rule, says, pattern, appliesTo }: TextRule): Finding[] {
  if (!appliesTo(path)) return []
  return [...text.matchAll(pattern)].map(({ index, 0: detail }) => ({
    rule,
    says,
    place: `${path}:${text.slice(0, index).split('\n').length}`,
    detail: detail.trim(),
  }))
}
