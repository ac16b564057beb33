import ts from 'typescript'
import type { CodeRule } from './rule.ts'

const everywhere = (): boolean => true
const outside = (pattern: RegExp) => (path: string) => !pattern.test(path)

const readsEnvironment =
  /^(?:src-main\/core\/config\.ts|server\/config\.ts|scripts\/|test\/helpers\/|test\/bench\/|[^/]+\.config\.ts$)/
const wantsDefaultExport = /(?:\.config\.[a-z]+|\.d\.ts|^\.[^/]+\.m?js)$/

export const codeRules: readonly CodeRule[] = [
  {
    rule: 'no-barrel',
    says: 'A file that only re-exports hides where things are. Import from the file that declares them.',
    appliesTo: everywhere,
    breaks: (node) => ts.isSourceFile(node) && isBarrel(node),
  },
  {
    rule: 'no-module-let',
    says: 'No mutable variable of a module: it is a singleton that tests share. Keep state in what createX(deps) returns.',
    appliesTo: everywhere,
    breaks: (node) =>
      ts.isVariableStatement(node) && ts.isSourceFile(node.parent) && !(node.declarationList.flags & ts.NodeFlags.Constant),
  },
  {
    rule: 'no-default-export',
    says: 'Export by name, so that a thing has one name everywhere. Only a tool’s own configuration has a default export.',
    appliesTo: outside(wantsDefaultExport),
    breaks: isDefaultExport,
  },
  {
    rule: 'no-inline-import',
    says: 'No import inside a function: it hides an arrow of the architecture. Import at the top.',
    appliesTo: everywhere,
    breaks: (node) =>
      ts.isCallExpression(node) && isImportCall(node) && ts.findAncestor(node.parent, ts.isFunctionLike) !== undefined,
  },
  {
    rule: 'no-process-env',
    says: 'process.env is read in src-main/core/config.ts and server/config.ts only. Take the value as an argument or from the configuration.',
    appliesTo: outside(readsEnvironment),
    breaks: readsProcessEnv,
  },
]

function isBarrel({ statements }: ts.SourceFile): boolean {
  const reExports = statements.filter((statement) => ts.isExportDeclaration(statement) && !isEmptyExport(statement))
  return (
    reExports.length > 0 &&
    statements.every((statement) => ts.isExportDeclaration(statement) || ts.isImportDeclaration(statement))
  )
}

/** `export {}` says "this is a module" and exports nothing. */
const isEmptyExport = ({ exportClause, moduleSpecifier }: ts.ExportDeclaration): boolean =>
  moduleSpecifier === undefined &&
  exportClause !== undefined &&
  ts.isNamedExports(exportClause) &&
  exportClause.elements.length === 0

function isDefaultExport(node: ts.Node): boolean {
  if (ts.isExportAssignment(node)) return true
  if (ts.isExportSpecifier(node)) return node.name.text === 'default'
  return ts.canHaveModifiers(node) && (ts.getModifiers(node) ?? []).some(({ kind }) => kind === ts.SyntaxKind.DefaultKeyword)
}

const isImportCall = ({ expression }: ts.CallExpression): boolean =>
  expression.kind === ts.SyntaxKind.ImportKeyword || (ts.isIdentifier(expression) && expression.text === 'require')

function readsProcessEnv(node: ts.Node): boolean {
  if (ts.isPropertyAccessExpression(node)) return node.name.text === 'env' && node.expression.getText() === 'process'
  if (ts.isElementAccessExpression(node))
    return node.argumentExpression.getText() === "'env'" && node.expression.getText() === 'process'
  if (ts.isVariableDeclaration(node)) return node.initializer?.getText() === 'process' && /\benv\b/.test(node.name.getText())
  return (
    ts.isImportDeclaration(node) && /^'(?:node:)?process'$/.test(node.moduleSpecifier.getText()) && /\benv\b/.test(node.getText())
  )
}
