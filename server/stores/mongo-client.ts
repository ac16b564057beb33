import { MongoClient, type MongoClientOptions } from 'mongodb'

export interface LastingClient extends AsyncDisposable {
  readonly current: () => MongoClient
  /** Puts another client in the place of one that would never find a server again. For whoever found none. */
  mend(): void
}

/** How much longer than it may take a question of the monitor is waited for. */
const graceMs = 1000

/**
 * Connected when it is returned. A question that the driver's monitor (of 7.9) asks at the moment when its connection breaks never ends:
 * it waits for a socket to drain that is gone. Nothing is asked after it, and the client takes the server for away until it is closed.
 */
export async function openLastingClient(url: string, options: MongoClientOptions): Promise<LastingClient> {
  const held = { watched: await openWatched(url, options), isMending: false, isClosed: false }

  async function replace(): Promise<void> {
    held.isMending = true
    try {
      const [next, last] = [await openWatched(url, options), held.watched]
      held.watched = next
      await (held.isClosed ? next : last).client.close()
    } finally {
      held.isMending = false
    }
  }

  return {
    current: () => held.watched.client,
    mend() {
      // Where there is still no server the next one who finds none comes here again.
      if (!held.isMending && held.watched.hangs()) replace().catch(() => undefined)
    },
    async [Symbol.asyncDispose]() {
      held.isClosed = true
      await held.watched.client.close()
    },
  }
}

async function openWatched(url: string, options: MongoClientOptions) {
  const client = new MongoClient(url, options)
  const hangs = watchMonitor(client)
  try {
    await client.connect()
  } catch (error) {
    await client.close()
    throw error
  }
  return { client, hangs }
}

function watchMonitor(client: MongoClient): () => boolean {
  const { connectTimeoutMS, heartbeatFrequencyMS } = client.options
  const ends = new Map<string, number>()
  client.on('serverHeartbeatStarted', ({ connectionId, awaited }) => {
    // One that is awaited is answered when something changes, or when it is time for the next.
    ends.set(connectionId, performance.now() + connectTimeoutMS + (awaited ? heartbeatFrequencyMS : 0) + graceMs)
  })
  client.on('serverHeartbeatSucceeded', ({ connectionId }) => ends.delete(connectionId))
  client.on('serverHeartbeatFailed', ({ connectionId }) => ends.delete(connectionId))
  client.on('serverClosed', ({ address }) => ends.delete(address))
  return () => [...ends.values()].some((end) => performance.now() > end)
}
