import ts from 'typescript'

/** A test of a file: its title, and everything that it says, with the functions and values of the file that it uses, however deep. */
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

/** What is declared outside of the cases, by its names. */
function declarationsOf(file: ts.SourceFile): ReadonlyMap<string, ts.Node> {
  const outside = nodesOf(file).filter((node) => ts.findAncestor(node, isCase) === undefined)
  const named = outside
    .filter((node) => ts.isFunctionDeclaration(node) || ts.isTypeAliasDeclaration(node))
    .map((node): [string, ts.Node] => [node.name?.text ?? '', node])
  const values = outside.filter(ts.isVariableDeclaration).flatMap((node) =>
    nodesOf(node.name)
      .filter(ts.isIdentifier)
      .map((name): [string, ts.Node] => [name.text, node]),
  )
  return new Map([...named, ...values])
}

/** What a function that declares the case takes: its types say where that comes from. */
function takenAround(call: ts.Node): readonly ts.Node[] {
  const around = ts.findAncestor(call.parent, ts.isFunctionDeclaration)
  return around === undefined ? [] : [...around.parameters]
}

function withUsed(call: ts.Node, declared: ReadonlyMap<string, ts.Node>): string {
  const used = new Set<ts.Node>([call, ...takenAround(call)])
  // A set that grows while it is gone through: what is used by what is used comes too.
  for (const node of used) {
    for (const name of nodesOf(node).filter(ts.isIdentifier)) {
      const found = declared.get(name.text)
      if (found !== undefined) used.add(found)
    }
  }
  return [...used].map((node) => node.getText()).join('\n')
}
