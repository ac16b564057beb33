import { execFileSync } from 'node:child_process'
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { findProgram } from '../../../scripts/services/find-program.ts'
import { freePort, listensOn, startProgram } from '../../../scripts/services/start-program.ts'
import type { RedisNode } from '../../../server/stores/redis-client.ts'
import { tempFolder } from '../temp-folder.ts'
import { waitFor } from '../wait-for.ts'

export interface RedisCluster extends AsyncDisposable {
  readonly nodes: readonly RedisNode[]
  readonly pids: readonly number[]
}

const slots = 16_384
const count = 3

/** Three nodes on this machine that share the slots; none has a replica. */
export async function startRedisCluster(): Promise<RedisCluster> {
  await using opened = new AsyncDisposableStack()
  const folder = opened.use(tempFolder())
  const started = await Promise.all(Array.from({ length: count }, (_, n) => startNode(join(folder.path, `node-${n}`))))
  for (const { stop } of started) opened.defer(stop)
  await joinNodes(started)
  const kept = opened.move()
  return {
    nodes: started.map(({ port }) => ({ host: '127.0.0.1', port, isEncrypted: false })),
    pids: started.map(({ pid }) => pid),
    [Symbol.asyncDispose]: () => kept.disposeAsync(),
  }
}

async function startNode(folder: string) {
  mkdirSync(folder)
  const [port, clusterPort] = [await freePort(), await freePort()]
  const settings = {
    ...{ port, 'cluster-port': clusterPort, bind: '127.0.0.1', dir: folder, save: '' },
    // As long as unless set: shorter, nodes give up one that only has no processor for a moment.
    ...{ 'cluster-enabled': 'yes', 'cluster-node-timeout': 15_000 },
  }
  const args = Object.entries(settings).flatMap(([name, value]) => [`--${name}`, String(value)])
  const command = findProgram('redis-server', ['/usr/bin']) ?? ''
  const program = { command, args, stopSignal: 'SIGTERM', answers: () => listensOn(port) } as const
  return { ...(await startProgram(program, { folder, isKept: false })), port, clusterPort }
}

interface Started {
  readonly port: number
  readonly clusterPort: number
}

/** Each takes its part of the slots and meets the first; then all agree that the cluster is whole. */
async function joinNodes(started: readonly Started[]): Promise<void> {
  const [first] = started
  for (const [n, { port }] of started.entries()) {
    const [from = 0, to = slots] = [n, n + 1].map((part) => Math.round((part * slots) / count))
    tellCluster(port, 'ADDSLOTSRANGE', from, to - 1)
    if (n > 0 && first !== undefined) tellCluster(port, 'MEET', '127.0.0.1', first.port, first.clusterPort)
  }
  for (const { port } of started)
    await waitFor('the cluster to be whole', () => (tellCluster(port, 'INFO').includes('cluster_state:ok') ? true : undefined))
}

const tellCluster = (port: number, ...words: readonly (string | number)[]): string =>
  execFileSync(findProgram('redis-cli', ['/usr/bin']) ?? '', ['-p', port, 'CLUSTER', ...words].map(String), { encoding: 'utf8' })
