import ts from 'typescript'
import type { Finding, Guard } from './guard.ts'
import { type CodeFile, isCode, isTest, lineOf, nodesOf, parseCode, readTree, type SourceFile } from './source-tree.ts'

export const limits = {
  fileLines: 400,
  rootLines: 150,
  functionLines: 60,
  medianFileLines: 80,
  medianFunctionLines: 12,
  electronLines: 600,
} as const

const compositionRoot =
  /^(?:src-main\/[^/]+\/main|src-main\/core\/app|src-main\/engine\/[^/]*-process|src-renderer\/main|src-preload\/preload|server\/(?:main|app))\.tsx?$/
const counted = /\.(?:ts|tsx|mts|mjs|cjs|js|css|sql|cql)$/
const product = /^(?:src-[a-z]+|server)\//
/** Types are not there when it runs. */
const importsElectron = /^import (?!type )[^']*? from '(?:electron|electron-updater)'$/m

export const sizesGuard: Guard = {
  name: 'sizes',
  async run(root) {
    const files = readTree(root).filter(({ path }) => counted.test(path))
    const code = files.filter(({ path }) => isCode(path)).map(parseCode)
    const functions = code.flatMap((file) => functionsOf(file).map((fn) => ({ file, fn, lines: functionLines(fn) })))

    const long = functions.filter(({ lines }) => lines > limits.functionLines).map(tooLongFunction)
    const ofProduct = code.filter(({ path }) => product.test(path))
    const medianFile = median(ofProduct.map(fileLines))
    const medianFunction = median(functions.filter(({ file }) => product.test(file.path)).map(({ lines }) => lines))
    return {
      findings: [...files.flatMap(tooLongFile), ...long, ...medians({ medianFile, medianFunction }), ...electron(ofProduct)],
      looked: `${files.length} files (median ${medianFile}), ${functions.length} functions (median ${medianFunction})`,
    }
  },
}

const fileLines = ({ text }: SourceFile): number => text.split('\n').length - (text.endsWith('\n') ? 1 : 0)

function tooLongFile(file: SourceFile): Finding[] {
  const lines = fileLines(file)
  const isRoot = compositionRoot.test(file.path)
  const stop = isRoot ? limits.rootLines : limits.fileLines
  if (lines <= stop) return []
  const says = isRoot
    ? `A composition root has at most ${stop} lines. Move wiring into the feature that it wires.`
    : `A file has at most ${stop} lines. It holds more than one idea: give each its file.`
  return [{ rule: isRoot ? 'root-lines' : 'file-lines', place: file.path, says, detail: `${lines} lines` }]
}

function tooLongFunction({
  file,
  fn,
  lines,
}: {
  readonly file: CodeFile
  readonly fn: ts.Node
  readonly lines: number
}): Finding {
  return {
    rule: 'function-lines',
    place: `${file.path}:${lineOf(fn)}`,
    says: `A function has at most ${limits.functionLines} lines. Give its parts names of their own.`,
    detail: `${nameOf(fn)}, ${lines} lines`,
  }
}

/** The Electron binary is in no test: what touches it stays small (decision 1). */
function electron(code: readonly CodeFile[]): Finding[] {
  const lines = code.filter(({ text }) => importsElectron.test(text)).reduce((sum, file) => sum + fileLines(file), 0)
  if (lines <= limits.electronLines) return []
  const says = `Files that import Electron have at most ${limits.electronLines} lines together. Move what decides into files that do not.`
  return [{ rule: 'electron-lines', place: 'src-main/electron, src-preload', says, detail: `${lines} lines` }]
}

function medians({ medianFile, medianFunction }: { readonly medianFile: number; readonly medianFunction: number }): Finding[] {
  const says = 'The median grew past the grain of this code. Split the long ones; see the longest with `wc -l`.'
  const file = {
    rule: 'median-file-lines',
    place: 'src-*, server',
    says,
    detail: `${medianFile}, at most ${limits.medianFileLines}`,
  }
  const fn = {
    rule: 'median-function-lines',
    place: 'src-*, server',
    says,
    detail: `${medianFunction}, at most ${limits.medianFunctionLines}`,
  }
  return [...(medianFile > limits.medianFileLines ? [file] : []), ...(medianFunction > limits.medianFunctionLines ? [fn] : [])]
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.floor(sorted.length / 2)] ?? 0
}

/** Functions with a body. The callback of `describe` is a heading over tests, no function anybody calls. */
function functionsOf({ path, ast }: CodeFile): ts.Node[] {
  return nodesOf(ast)
    .filter(
      (node) =>
        ts.isFunctionLike(node) && 'body' in node && node.body !== undefined && !(isTest(path) && isDescribeCallback(node)),
    )
    .toArray()
}

const isDescribeCallback = ({ parent }: ts.Node): boolean =>
  ts.isCallExpression(parent) && /^(?:describe|suite)\b/.test(parent.expression.getText())

function functionLines(fn: ts.Node): number {
  const ast = fn.getSourceFile()
  return ast.getLineAndCharacterOfPosition(fn.getEnd()).line - ast.getLineAndCharacterOfPosition(fn.getStart()).line + 1
}

function nameOf(fn: ts.Node): string {
  const { parent } = fn
  const name = ts.isFunctionLike(fn) ? fn.name : undefined
  const holder = ts.isVariableDeclaration(parent) || ts.isPropertyAssignment(parent) ? parent.name : undefined
  return (name ?? holder)?.getText() ?? 'a callback'
}
