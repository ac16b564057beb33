import { Agent, get } from 'node:http'
import { text } from 'node:stream/consumers'
import { expect, test } from 'vitest'
import { startServer } from '../helpers/server/start-server.ts'
import { tempFolder } from '../helpers/temp-folder.ts'
import { waitFor } from '../helpers/wait-for.ts'

interface Answer {
  readonly status: number
  /** Whoever hears that goes elsewhere with the next request, as a balancer does. */
  readonly isLast: boolean
}

const ask = (url: string, agent: Agent): Promise<Answer> =>
  new Promise((resolve, reject) => {
    const request = get(url, { agent }, (response) => {
      const { statusCode: status = 0, headers } = response
      void text(response).then(() => resolve({ status, isLast: headers.connection === 'close' }), reject)
    })
    request.on('error', reject)
  })

/** One request after the other on a connection that is kept, until it is told to go. */
async function* requests(url: string): AsyncGenerator<Answer> {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 })
  for (;;) {
    const answer = await ask(url, agent)
    yield answer
    if (answer.isLast) return agent.destroy()
  }
}

test('a server that is stopped under load drops no request of those that have a connection', async () => {
  using folder = tempFolder()
  await using server = await startServer({ data: folder.path })
  const answers: Answer[] = []
  const clients = Array.from({ length: 20 }, async () => {
    for await (const answer of requests(`${server.url}/billing/quota/messages`)) answers.push(answer)
  })
  await waitFor('the load', () => (answers.length > 200 ? true : undefined))

  const ended = server.kill('SIGTERM')
  await Promise.all(clients)

  expect(await ended).toBe(0)
  // Each has said farewell once, and none broke off before.
  expect(answers.filter(({ isLast }) => isLast)).toHaveLength(20)
  expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([401, 429]))
})
