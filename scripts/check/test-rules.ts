import ts from 'typescript'
import type { CodeRule } from './rule.ts'
import { isTest, nodesOf } from './source-tree.ts'

const skipping = new Set(['skip', 'only', 'todo', 'skipIf', 'runIf', 'fails'])
const disabled = /^(?:xit|xtest|xdescribe|fit|fdescribe)$/
const callsTests = /^(?:test|it|describe|suite)\b/
const callsTest = /^(?:test|it)\b/
const context = /^(?:context|ctx|task|t)$/

export const testRules: readonly CodeRule[] = [
  {
    rule: 'no-skipped-test',
    says: 'A test runs everywhere or is removed: no skip, only, todo, skipIf, runIf or fails.',
    appliesTo: isTest,
    breaks: isSkipped,
  },
  {
    rule: 'test-asserts',
    says: 'This test asserts nothing, so it passes whatever happens. Say what it expects; a helper of another file that asserts is called expect….',
    appliesTo: (path) => /\.test\.tsx?$/.test(path),
    breaks: (node) => {
      const body = testBody(node)
      return body !== undefined && !asserts(body)
    },
  },
  {
    rule: 'concurrent-expect',
    says: "What is polled beside other tests needs its own test's expect: test.concurrent.for hands it over, `async (row, { expect }) => …`; each does not.",
    appliesTo: isTest,
    breaks: isLentExpect,
  },
]

/** The imported `expect` looks for the test that runs now; beside others there may be none at that moment. */
function isLentExpect(node: ts.Node): boolean {
  if (ts.isPropertyAccessExpression(node)) return node.name.text === 'each' && node.expression.getText().endsWith('.concurrent')
  const body = testBody(node)
  if (body === undefined || !ts.isCallExpression(node) || !node.expression.getText().includes('.concurrent')) return false
  if (!ts.isFunctionLike(body) || !body.getText().includes('expect.poll(')) return false
  return !body.parameters.some((parameter) => parameter.getText().includes('expect'))
}

function isSkipped(node: ts.Node): boolean {
  if (ts.isCallExpression(node)) return disabled.test(node.expression.getText()) && isTitle(node.arguments[0])
  if (!ts.isPropertyAccessExpression(node) || !skipping.has(node.name.text)) return false
  const owner = node.expression.getText()
  return callsTests.test(owner) || (context.test(owner) && node.name.text === 'skip')
}

/** The callback of `test('…', callback)`, `it.each(rows)('…', callback)` and the like. */
function testBody(node: ts.Node): ts.Node | undefined {
  if (!ts.isCallExpression(node) || !callsTest.test(node.expression.getText())) return undefined
  if (!isTitle(node.arguments[0])) return undefined
  return node.arguments.find((argument) => ts.isArrowFunction(argument) || ts.isFunctionExpression(argument))
}

const isTitle = (node: ts.Node | undefined): boolean =>
  node !== undefined && (ts.isStringLiteralLike(node) || ts.isTemplateExpression(node))

/** A call of expect…, assert… or of a function of this file that makes one. */
function asserts(body: ts.Node, seen: ReadonlySet<string> = new Set()): boolean {
  return nodesOf(body).some((node) => {
    if (!ts.isCallExpression(node)) return false
    const callee = node.expression.getText()
    if (/(?:^|\.)(?:expect|assert)/i.test(callee)) return true
    const local = seen.has(callee) ? undefined : localFunction(node.getSourceFile(), callee)
    return local !== undefined && asserts(local, new Set([...seen, callee]))
  })
}

function localFunction(file: ts.SourceFile, name: string): ts.Node | undefined {
  return nodesOf(file).find(
    (node) =>
      (ts.isFunctionDeclaration(node) || ts.isVariableDeclaration(node)) && node.name?.getText() === name && holdsFunction(node),
  )
}

const holdsFunction = (node: ts.FunctionDeclaration | ts.VariableDeclaration): boolean =>
  ts.isFunctionDeclaration(node) || (node.initializer !== undefined && ts.isFunctionLike(node.initializer))
