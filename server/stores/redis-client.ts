import { Cluster, type ClusterOptions, Redis, type RedisOptions, type Result } from 'ioredis'
import type { Log } from '../log.ts'
import { hearChanges, type RedisChanges } from './redis-changes.ts'
import { redisScripts } from './redis-scripts.ts'

declare module 'ioredis' {
  interface RedisCommander<Context> {
    countInWindow(key: string, ms: number): Result<readonly number[], Context>
    countInWindows(keys: number, ...keysAndMs: (string | number)[]): Result<readonly number[], Context>
    takeLease(leaseKey: string, fresh: string, seconds: number, blocked: string): Result<string | null, Context>
    forgetKey(leaseKey: string, key: string, channel: string, name: string): Result<unknown, Context>
    forgetKeys(keys: number, ...keysAndNames: string[]): Result<unknown, Context>
    forgetUnlessBlocked(leaseKey: string, key: string, blocked: string, channel: string, name: string): Result<unknown, Context>
    fillLeased(leaseKey: string, key: string, lease: string, value: string, ms: number): Result<unknown, Context>
    blockKey(leaseKey: string, key: string, blocked: string, ms: number, channel: string, name: string): Result<unknown, Context>
  }
}

/** One Redis, or some nodes of a cluster, through which the others are found. */
export type RedisAddress =
  | { readonly url: string }
  | { readonly nodes: readonly RedisNode[]; readonly password?: string | undefined }

export interface RedisNode {
  readonly host: string
  readonly port: number
  readonly isEncrypted: boolean
}

export interface RedisClientSettings {
  readonly log: Log
  /** Before every key; for several who share one Redis. */
  readonly keyPrefix: string
  /** How long it is waited for: for a connection, and for the answer to a command. */
  readonly timeoutMs: number
}

export interface RedisClient extends Disposable {
  readonly commands: Redis | Cluster
  /** Those that keep keys, each its own. */
  readonly nodes: () => readonly Redis[]
  /** Where it is told that a key has changed. */
  readonly channel: string
  /** None of a cluster: its nodes tell each other of a change, and that may take longer than the answer to what was asked after it. */
  readonly changes: RedisChanges | undefined
  /** When the first connection is there, or has been waited for long enough. */
  readonly connected: Promise<void>
  /** Fails when not everything that keeps keys can be used. */
  ping(): Promise<void>
}

const longestPauseMs = 2000
/** A few moves of a slot, or the time it takes a replica to take over, are waited for; not more. */
const redirections = { maxRedirections: 4, retryDelayOnFailover: 50, retryDelayOnClusterDown: 50, retryDelayOnTryAgain: 50 }

/** While it is away every command fails at once instead of waiting for it. */
const impatience = { maxRetriesPerRequest: 0, autoResendUnfulfilledCommands: false }

const pauseMs = (times: number): number => Math.min(times * 100, longestPauseMs)

export function connectRedis(address: RedisAddress, { log, keyPrefix, timeoutMs }: RedisClientSettings): RedisClient {
  // What is asked in the same moment goes out in one write.
  const shared = { keyPrefix, scripts: redisScripts, enableAutoPipelining: true, enableOfflineQueue: false }
  const limits = { ...impatience, connectTimeout: timeoutMs, commandTimeout: timeoutMs }
  const channel = `${keyPrefix}changes`
  const client = 'url' in address ? openOne(address.url, { shared, limits, channel }) : openCluster(address, { shared, limits })
  // Without a listener a broken connection would be written to the console each time.
  client.commands.on('error', (error: Error) => log.debug({ store: 'redis', reason: error.name }, 'the connection broke'))
  const connected = new Promise<void>((resolve) => {
    client.commands.once('ready', () => resolve())
    setTimeout(resolve, timeoutMs).unref()
  })
  return { ...client, channel, connected, [Symbol.dispose]: () => client.commands.disconnect() }
}

interface Opening<Options> {
  readonly shared: Omit<Options, 'replyMapping'>
  readonly limits: typeof impatience & { readonly connectTimeout: number; readonly commandTimeout: number }
}

function openOne(url: string, { shared, limits, channel }: Opening<RedisOptions> & { readonly channel: string }) {
  // What is joined already goes out at once.
  const autoPipeliningIgnoredCommands = ['countInWindows', 'forgetKeys']
  const commands = new Redis(url, { ...shared, ...limits, autoPipeliningIgnoredCommands, retryStrategy: pauseMs })
  return {
    commands,
    nodes: () => [commands],
    changes: hearChanges(commands, channel),
    ping: async () => void (await commands.ping()),
  }
}

type ClusterAddress = Extract<RedisAddress, { readonly nodes: unknown }>

function openCluster({ nodes, password }: ClusterAddress, { shared, limits }: Opening<ClusterOptions>) {
  const commands = new Cluster([...nodes], {
    ...{ ...shared, ...redirections, slotsRefreshTimeout: limits.connectTimeout },
    ...{ clusterRetryStrategy: pauseMs, clusterNodeRetryStrategy: pauseMs },
    redisOptions: {
      ...limits,
      ...(password === undefined ? {} : { password }),
      ...(nodes.some(({ isEncrypted }) => isEncrypted) ? { tls: {} } : {}),
    },
  })
  return { commands, nodes: () => commands.nodes('master'), changes: undefined, ping: () => pingAll(commands) }
}

/** Of a cluster that lacks a part each user would find some of his keys and others not: it counts as away until it is whole. */
async function pingAll(cluster: Cluster): Promise<void> {
  const masters = cluster.nodes('master')
  const told = await Promise.all(masters.map((node) => node.cluster('INFO')))
  if (told.length === 0 || !told.every((info) => info.includes('cluster_state:ok'))) throw new Error('the cluster is not whole')
}
