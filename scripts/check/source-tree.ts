import { readdirSync, readFileSync } from 'node:fs'
import { extname, join } from 'node:path'
import ts from 'typescript'

export interface SourceFile {
  /** Relative to the root, with forward slashes. */
  readonly path: string
  readonly text: string
}

export interface CodeFile extends SourceFile {
  readonly ast: ts.SourceFile
}

const notOurs = new Set([
  'node_modules',
  'out',
  'coverage',
  'test-results',
  'playwright-report',
  '.git',
  '.cache',
  '.hearth',
  '.services',
])
const textKinds = new Set('.ts .tsx .mts .mjs .cjs .js .css .html .json .sql .cql .md .yml .yaml .sh .toml .svg'.split(' '))
const plainNames = new Set(['.npmrc', '.gitignore', 'Dockerfile', 'Caddyfile'])

/** Every text file people write in this tree. The lockfile is npm's; the guard of the lockfile reads it by itself. */
export function readTree(root: string): SourceFile[] {
  return readFolder(root, '')
}

function readFolder(root: string, folder: string): SourceFile[] {
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = folder === '' ? entry.name : `${folder}/${entry.name}`
    if (entry.isDirectory()) return notOurs.has(entry.name) ? [] : readFolder(root, path)
    const isText = textKinds.has(extname(entry.name)) || plainNames.has(entry.name)
    if (!entry.isFile() || !isText || entry.name === 'package-lock.json') return []
    return [{ path, text: readFileSync(join(root, path), 'utf8') }]
  })
}

export const isCode = (path: string): boolean => /\.(?:ts|tsx|mts|mjs|cjs|js)$/.test(path)
export const isTest = (path: string): boolean => path.startsWith('test/')

export function parseCode(file: SourceFile): CodeFile {
  const kind = /\.(?:tsx|js|mjs|cjs)$/.test(file.path) ? ts.ScriptKind.TSX : ts.ScriptKind.TS
  return { ...file, ast: ts.createSourceFile(file.path, file.text, ts.ScriptTarget.Latest, true, kind) }
}

export function* nodesOf(node: ts.Node): Generator<ts.Node> {
  const pending = [node]
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    yield next
    const children: ts.Node[] = []
    next.forEachChild((child) => void children.push(child))
    pending.push(...children.reverse())
  }
}

export const lineOf = (node: ts.Node): number => node.getSourceFile().getLineAndCharacterOfPosition(node.getStart()).line + 1
