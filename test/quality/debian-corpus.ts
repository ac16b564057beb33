import { execFile } from 'node:child_process'
import { copyFile, mkdir, readdir, rm, stat } from 'node:fs/promises'
import { basename, dirname, join, relative } from 'node:path'
import { promisify } from 'node:util'

const run = promisify(execFile)

const packages = ['python-django-doc', 'haproxy-doc', 'r-doc-html', 'octave-doc']
const size = 200

interface Source {
  /** Below the unpacked packages. */
  readonly folder: string
  readonly prefix: string
  readonly isWanted: (path: string) => boolean
  /** Every n-th file only. */
  readonly every?: number
}

/** Chosen by rule, so that nobody can choose documents to fit the questions. */
const sources: readonly Source[] = [
  {
    folder: 'usr/share/doc/python-django-doc/html',
    prefix: 'django',
    isWanted: (path) => /^(topics|howto|intro|faq)\//.test(path) && basename(path) !== 'index.html',
  },
  { folder: 'usr/share/doc/haproxy/html', prefix: 'haproxy', isWanted: () => true },
  { folder: 'usr/share/doc/haproxy/lua', prefix: 'haproxy-lua', isWanted: (path) => path === 'index.html' },
  { folder: 'usr/share/R/doc/manual', prefix: 'r', isWanted: () => true },
  {
    folder: 'usr/share/doc/octave/octave.html',
    prefix: 'octave',
    isWanted: (path) => !/^XREF|^(fig|tab)_003a|Index|Properties/.test(path),
    every: 5,
  },
]

/**
 * 200 documents of four Debian packages in `folder`/documents: HTML, and where the tools are there every fourth as PDF
 * (chromium) and every fourth as DOCX (pandoc). What is there already is kept. Needs a Debian system with `apt-get`.
 */
export async function buildDebianCorpus(folder: string, tell: (line: string) => void): Promise<string> {
  const documents = join(folder, 'documents')
  if ((await listFiles(documents)).length >= size) return documents
  await unpack(folder)
  await rm(documents, { recursive: true, force: true })
  await mkdir(documents, { recursive: true })
  const chosen = await choose(join(folder, 'tree'))
  for (const [index, { path, name }] of chosen.entries()) {
    const format = await write(path, join(documents, name), index)
    if (index % 20 === 0) tell(`${index} of ${chosen.length}: ${name}.${format}`)
  }
  return documents
}

async function unpack(folder: string): Promise<void> {
  const archives = join(folder, 'packages')
  await mkdir(archives, { recursive: true })
  await run('apt-get', ['download', ...packages], { cwd: archives })
  for (const archive of await readdir(archives)) await run('dpkg', ['-x', join(archives, archive), join(folder, 'tree')])
}

async function choose(tree: string): Promise<{ path: string; name: string }[]> {
  const chosen = []
  for (const { folder, prefix, isWanted, every = 1 } of sources) {
    const root = join(tree, folder)
    const paths = (await listFiles(root))
      .map((path) => relative(root, path))
      .filter((path) => path.endsWith('.html') && isWanted(path))
    const kept = paths.sort().filter((_, index) => index % every === 0)
    chosen.push(...kept.map((path) => ({ path: join(root, path), name: nameOf(prefix, path) })))
  }
  return chosen.slice(0, size)
}

/** `topics/db/queries.html` of Django is `django-topics-db-queries`. */
const nameOf = (prefix: string, path: string): string =>
  `${prefix}-${path
    .replace(/\.html$/, '')
    .replaceAll('/', '-')
    .replaceAll('_002d', '-')}`

/** Large pages stay as they are: a browser prints a manual of 2 MB for minutes. */
const mostBytesToConvert = 400_000

async function write(from: string, to: string, index: number): Promise<string> {
  const isSmall = (await stat(from)).size < mostBytesToConvert
  if (isSmall && index % 4 === 1 && (await printed(from, `${to}.pdf`))) return 'pdf'
  if (isSmall && index % 4 === 2 && (await converted(from, `${to}.docx`))) return 'docx'
  await copyFile(from, `${to}.html`)
  return 'html'
}

const printed = (from: string, to: string): Promise<boolean> =>
  succeeds('chromium', [
    '--headless',
    '--no-sandbox',
    '--disable-gpu',
    `--print-to-pdf=${to}`,
    '--no-pdf-header-footer',
    `file://${from}`,
  ])

const converted = (from: string, to: string): Promise<boolean> =>
  succeeds('pandoc', ['-f', 'html', '-t', 'docx', '--resource-path', dirname(from), '-o', to, from])

async function succeeds(program: string, args: readonly string[]): Promise<boolean> {
  try {
    await run(program, [...args], { timeout: 60_000 })
    return true
  } catch {
    return false
  }
}

async function listFiles(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => [])
  return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name))
}
