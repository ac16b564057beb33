import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { root } from '../root.ts'
import { findProgram } from './find-program.ts'
import { javaOptions } from './java-options.ts'
import type { NativeDatabase, StartOptions } from './native-database.ts'
import { runToEnd } from './run-to-end.ts'
import { freePort, listensOn, startProgram } from './start-program.ts'

const sources = join(import.meta.dirname, 'cassandra')
const listed = (): string => readFileSync(join(sources, 'jars.sha256'), 'utf8')
const digest = (content: string | Buffer): string => createHash('sha256').update(content).digest('hex')

const jarsFolder = (): string => join(root, '.cache/services', `cassandra-${digest(listed()).slice(0, 12)}`)

/** One node; it speaks ScyllaDB's protocol. */
export const cassandra: NativeDatabase = {
  name: 'Cassandra',
  missing() {
    if (findJava() === undefined) return 'Java 17 is missing: apt-get install openjdk-17-jre-headless'
    return existsSync(jarsFolder()) ? undefined : 'Cassandra is not fetched: npm run services:build'
  },
  async start(options) {
    const [port, storagePort] = [options.port ?? (await freePort()), await freePort()]
    const settings = writeSettings(options, { port, storagePort })
    const jars = jarsFolder()
    const agent = readdirSync(jars).find((name) => name.startsWith('jamm-')) ?? ''
    const args = [
      ...javaOptions,
      `-Dcassandra.config=file://${join(settings, 'cassandra.yaml')}`,
      `-Dcassandra.storagedir=${join(options.folder, 'data')}`,
      `-Dlogback.configurationFile=${join(sources, 'logback.xml')}`,
      `-javaagent:${join(jars, agent)}`,
      ...['-cp', `${settings}:${join(jars, '*')}`, 'org.apache.cassandra.service.CassandraDaemon'],
    ]
    const program = { command: findJava() ?? '', args, stopSignal: options.isKept ? 'SIGTERM' : 'SIGKILL' } as const
    const started = await startProgram({ ...program, answers: () => listensOn(port) }, options)
    const variables = { SCYLLA_HOST: '127.0.0.1', SCYLLA_PORT: String(port), SCYLLA_REPLICATION_FACTOR: '1' }
    return { ...started, port, variables }
  },
}

function writeSettings({ folder, isKept }: StartOptions, { port, storagePort }: { port: number; storagePort: number }): string {
  const settings = join(folder, 'settings')
  mkdirSync(settings, { recursive: true })
  const filled = readFileSync(join(sources, 'cassandra.yaml'), 'utf8')
    .replaceAll('@DATA@', join(folder, 'data'))
    .replaceAll('@CQL_PORT@', String(port))
    .replaceAll('@STORAGE_PORT@', String(storagePort))
    .replaceAll('@SYNC@', isKept ? 'commitlog_sync: batch' : 'commitlog_sync: periodic\ncommitlog_sync_period: 10000ms')
  writeFileSync(join(settings, 'cassandra.yaml'), filled)
  return settings
}

/** Of version 17, which Cassandra 5 runs on: newer ones do not have what it needs. */
function findJava(): string | undefined {
  const versions = '/usr/lib/jvm'
  const installed = existsSync(versions) ? readdirSync(versions).map((name) => join(versions, name, 'bin/java')) : []
  const candidates = [findProgram('java') ?? '', ...installed.filter((program) => program.includes('17'))]
  return candidates.find((program) => existsSync(program) && isJava17(program))
}

const isJava17 = (program: string): boolean =>
  / version "17\./.test(spawnSync(program, ['-version'], { encoding: 'utf8' }).stderr)

/** Fetches Cassandra's jars with Maven and its configuration, and keeps them if they are those that the list names. */
export async function fetchCassandra(): Promise<void> {
  const jars = jarsFolder()
  if (existsSync(jars)) return
  const maven = findProgram('mvn')
  if (maven === undefined) throw new Error('Maven is missing: apt-get install maven')
  const part = `${jars}.part`
  rmSync(part, { recursive: true, force: true })
  mkdirSync(dirname(part), { recursive: true })
  const goal = 'org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy-dependencies'
  const args = ['-B', '-q', '-f', join(sources, 'pom.xml'), goal, '-DincludeScope=runtime', `-DoutputDirectory=${part}`]
  await runToEnd(maven, args)
  const fetched = readdirSync(part)
    .sort()
    .map((name) => `${digest(readFileSync(join(part, name)))}  ${name}\n`)
  if (fetched.join('') !== listed()) throw new Error('What was fetched is not what scripts/services/cassandra/jars.sha256 lists.')
  renameSync(part, jars)
}
