import { randomUUID } from 'node:crypto'
import { Agent, request } from 'node:http'
import { setTimeout as delay } from 'node:timers/promises'
import { answerMessages } from '../bare-process.ts'
import { type LoadReport, type LoadRequest, type LoadWork, loadWork } from './load-contract.ts'

/** A process of its own that sends requests and measures what comes back. Run by `startBare`. */
const agent = new Agent({ keepAlive: true, maxSockets: 256 })

answerMessages(async (input) => send(loadWork.parse(input)))

async function send(work: LoadWork): Promise<LoadReport> {
  const latenciesMs: number[] = []
  const statuses: Record<string, number> = {}
  const urls = [work.url, ...(work.otherUrls ?? [])]
  let next = 0
  const once = async (dueMs: number): Promise<void> => {
    const turn = next++
    const each = work.requests[turn % work.requests.length]
    const status = each === undefined ? 0 : await ask(urls[turn % urls.length] ?? work.url, each)
    latenciesMs.push(performance.now() - dueMs)
    statuses[status] = (statuses[status] ?? 0) + 1
  }
  const startedAt = performance.now()
  const until = startedAt + work.seconds * 1000
  if (work.pace.type === 'closed') await closed(work.pace.clients, until, once)
  else await steady(work.pace.perSecond, { startedAt, until }, once)
  return { latenciesMs, seconds: (performance.now() - startedAt) / 1000, statuses }
}

type Once = (dueMs: number) => Promise<void>

async function closed(clients: number, until: number, once: Once): Promise<void> {
  const client = async () => {
    while (performance.now() < until) await once(performance.now())
  }
  await Promise.all(Array.from({ length: clients }, client))
}

async function steady(perSecond: number, { startedAt, until }: { startedAt: number; until: number }, once: Once): Promise<void> {
  const running: Promise<void>[] = []
  for (let due = startedAt; due < until; due += 1000 / perSecond) {
    const early = due - performance.now()
    if (early > 0) await delay(early)
    running.push(once(due))
  }
  await Promise.all(running)
}

/** The status; 0 when there was none. */
function ask(url: string, { method, path, headers, body }: LoadRequest): Promise<number> {
  const text = body?.replace('{uuid}', randomUUID()).replace('{now}', new Date().toISOString())
  const sent =
    text === undefined ? headers : { ...headers, 'content-type': 'application/json', 'content-length': `${text.length}` }
  return new Promise((resolve) => {
    const asking = request(`${url}${path}`, { agent, method, headers: sent }, (answer) => {
      answer
        .resume()
        .once('end', () => resolve(answer.statusCode ?? 0))
        .once('error', () => resolve(0))
    })
    asking.once('error', () => resolve(0)).end(text)
  })
}
