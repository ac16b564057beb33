import ts from 'typescript'

/** A test of a file: its title, and everything that it says, with the functions and values of the file that it uses. */
export interface TestCase {
  readonly title: string
  readonly says: string
}

/** The cases of a test file, as they are written. */
export function casesOf(source: string): readonly TestCase[] {
  const file = ts.createSourceFile('test.ts', source, ts.ScriptTarget.Latest, true)
  const declared = declarationsOf(file)
  return nodesOf(file)
    .filter(isCase)
    .map((call) => ({ title: titleOf(call), says: withUsed(call, declared) }))
}

const isCase = (node: ts.Node): node is ts.CallExpression =>
  ts.isCallExpression(node) && /^test\b/.test(node.expression.getText()) && titleOf(node) !== ''

function titleOf({ arguments: [title] }: ts.CallExpression): string {
  return title !== undefined && ts.isStringLiteralLike(title) ? title.text : ''
}

function nodesOf(node: ts.Node): ts.Node[] {
  const children: ts.Node[] = []
  node.forEachChild((child) => void children.push(child))
  return [node, ...children.flatMap(nodesOf)]
}

/** What stands at the top of the file, by its names. */
function declarationsOf(file: ts.SourceFile): ReadonlyMap<string, ts.Node> {
  const functions = file.statements
    .filter(ts.isFunctionDeclaration)
    .map((node): [string, ts.Node] => [node.name?.text ?? '', node])
  const values = file.statements
    .filter(ts.isVariableStatement)
    .flatMap(({ declarationList }) => [...declarationList.declarations])
    .flatMap((node) =>
      nodesOf(node.name)
        .filter(ts.isIdentifier)
        .map((name): [string, ts.Node] => [name.text, node]),
    )
  return new Map([...functions, ...values])
}

function withUsed(call: ts.Node, declared: ReadonlyMap<string, ts.Node>): string {
  const used = new Set<ts.Node>([call])
  // A set that grows while it is gone through: what is used by what is used comes too.
  for (const node of used) {
    for (const name of nodesOf(node).filter(ts.isIdentifier)) {
      const found = declared.get(name.text)
      if (found !== undefined) used.add(found)
    }
  }
  return [...used].map((node) => node.getText()).join('\n')
}
