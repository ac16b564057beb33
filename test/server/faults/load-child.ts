import { setTimeout as delay } from 'node:timers/promises'
import type { z } from 'zod'
import { reservation } from '../../../src-shared/api/usage.ts'
import { newId } from '../../../src-shared/ids.ts'
import {
  type LoadCall,
  type LoadOrder,
  type LoadTold,
  type LoadUse,
  type LoadUser,
  loadOrder,
  type loadStart,
} from './load-contract.ts'
import { createSender } from './send-request.ts'

// A process of its own that uses a server as devices do: what was not acknowledged is sent again, under the same id, until it is.

interface Unsure {
  readonly use: { -readonly [Key in keyof LoadUse]: LoadUse[Key] }
  readonly token: string
  readonly send: () => Promise<number>
}

const calls: LoadCall[] = []
const uses: LoadUse[] = []
const unsure: Unsure[] = []
const state = { isRunning: true, turn: 0, running: Promise.resolve<unknown>(undefined) }
const sender = createSender()
const settleTries = 50
/** With more than that a device sends nothing new. */
const unsureAtMost = 50

process.on('message', (message) => void obey(loadOrder.parse(message)))
process.on('disconnect', () => process.exit(0))

async function obey(order: LoadOrder): Promise<void> {
  if (order.type === 'urls') return sender.use(order.urls)
  if (order.type === 'start') {
    state.running = run(order)
    return
  }
  state.isRunning = false
  await state.running
  if (order.type === 'settle') await settle()
  tell({ type: 'report', calls, uses })
}

const tell = (told: LoadTold): void => void process.send?.(told)

async function run({ urls, users, clients, pauseMs }: z.infer<typeof loadStart>): Promise<unknown> {
  const [reader, ...writers] = users
  sender.use(urls)
  const client = async (): Promise<void> => {
    while (state.isRunning) {
      const turn = state.turn++
      const writer = writers[turn % writers.length]
      if (reader !== undefined && writer !== undefined && sender.isUsed()) await step(turn, { reader, writer })
      await delay(pauseMs)
    }
  }
  return await Promise.all(Array.from({ length: clients }, client))
}

async function step(turn: number, { reader, writer }: { readonly reader: LoadUser; readonly writer: LoadUser }): Promise<void> {
  if (turn % 2 === 0) return void (await call('read', 'GET /billing/quota/messages', { token: reader.token }))
  if (turn % 8 === 1) return holdAndCommit(writer)
  const again = turn % 3 === 0 || unsure.length > unsureAtMost ? unsure.shift() : undefined
  return again === undefined ? record(writer) : tryUse(again)
}

async function record({ userId, token }: LoadUser): Promise<void> {
  const [id, quantity] = [newId(), 1 + Math.floor(Math.random() * 3)]
  const one = { usage_id: id, resource_type: 'api_calls', quantity, occurred_at: new Date().toISOString() }
  const send = async () => (await call('record', 'POST /usage', { token, body: { records: [one] } })).status
  await tryFirst({ ...{ token, send }, use: { id, userId, resource: 'api_calls', quantity, isAcknowledged: false } })
}

async function holdAndCommit({ userId, token }: LoadUser): Promise<void> {
  const held = await call('hold', 'POST /usage/reservations', { token, body: { resource_type: 'messages', quantity: 2 } })
  if (held.status !== 201) return
  const { reservation_id: id } = reservation.parse(held.data)
  const send = async () =>
    (await call('commit', `POST /usage/reservations/${id}/commit`, { token, body: { quantity: 1 } })).status
  await tryFirst({ ...{ token, send }, use: { id, userId, resource: 'messages', quantity: 1, isAcknowledged: false } })
}

async function tryFirst(one: Unsure): Promise<void> {
  uses.push(one.use)
  await tryUse(one)
}

async function tryUse(one: Unsure): Promise<void> {
  one.use.isAcknowledged = (await one.send()) === 200
  if (one.use.isAcknowledged) tell({ type: 'acknowledged' })
  else unsure.push(one)
}

/** Until everything is acknowledged, or it has been tried often enough. */
async function settle(): Promise<void> {
  for (let left = settleTries; left > 0 && unsure.length > 0; left--) {
    for (const one of unsure.splice(0)) await tryUse(one)
    if (unsure.length > 0) await delay(100)
  }
}

interface Asked {
  readonly token: string
  readonly body?: unknown
}

async function call(kind: LoadCall['kind'], route: `${string} /${string}`, asked: Asked) {
  const at = Date.now()
  const began = performance.now()
  const answer = await sender.send(route, asked)
  calls.push({ kind, at, ms: performance.now() - began, status: answer.status })
  return answer
}
