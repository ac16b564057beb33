import { expect, test } from 'vitest'
import { createNetworkHandlers } from '../../../src-main/network/network-handlers.ts'
import { network } from '../../../src-shared/desktop/network.ts'
import type { RequestReason } from '../../../src-shared/rows/request.ts'
import { testRequestLog } from '../../helpers/request-log.ts'
import { openTestDb } from '../../helpers/test-db.ts'
import { serveFeatures } from '../../src-renderer/serve-features.ts'

const day = 24 * 60 * 60_000

function openLog() {
  const db = openTestDb()
  const clock = { now: 1000 * day }
  const log = testRequestLog(db, () => clock.now)
  const { api } = serveFeatures({ network }, { network: createNetworkHandlers({ db }) })
  const ask = (host: string, reason: RequestReason, subject = '') =>
    log.open({ method: 'GET', url: new URL(`https://${host}/a%20b?key=secret`), reason, subject, sentBytes: 60 })
  return { db, clock, ask, requests: (query = '') => api.network.requests({ query }), api: api.network }
}

test('a request is there before it leaves, told when it ends, and found by host or reason', async () => {
  const { db, ask, requests, api } = openLog()
  const told: unknown[] = []
  db.watch((changes) => told.push(...changes.map(({ row }) => row && 'outcome' in row && row.outcome)))

  const download = ask('hub.example', 'models.download', '100% of a model')
  ask('cdn.example', 'updates.look').close('404')
  const before = (await requests('100%')).items[0]?.outcome
  download.count(5000)
  download.close('200')

  expect(before).toBe('running')
  expect((await requests('100%')).items).toMatchObject([{ host: 'hub.example', outcome: '200', received_bytes: 5000 }])
  expect((await requests('CDN')).items).toMatchObject([{ reason: 'updates.look' }])
  expect((await api.requests({ query: 'version', reasons: ['updates.look'] })).items).toMatchObject([{ host: 'cdn.example' }])
  expect((await requests('_')).items).toEqual([])
  expect((await requests('secret')).items).toEqual([])
  expect(told).toEqual(['running', 'running', '404', '200'])
})

test('one that was under way when the app ended is cut off at the next start', async () => {
  const { db, ask, requests } = openLog()
  ask('hub.example', 'models.download')

  testRequestLog(db)

  expect((await requests()).items).toMatchObject([{ outcome: 'cut_off' }])
})

test('what is older than 90 days goes with the next request', async () => {
  const { clock, ask, requests } = openLog()
  ask('old.example', 'models.download').close('200')
  clock.now += 91 * day

  ask('new.example', 'models.download').close('200')

  expect((await requests()).items.map(({ host }) => host)).toEqual(['new.example'])
})

test('a day is summed up: what was refused left nothing', async () => {
  const { clock, ask, api } = openLog()
  ask('yesterday.example', 'models.download').close('200')
  clock.now += day
  const sent = ask('hub.example', 'models.download')
  sent.count(1000)
  sent.close('200')
  ask('hub.example', 'models.download').close('offline')

  expect(await api.summary({ since: clock.now })).toEqual({ sent: 1, refused: 1, sent_bytes: 60, received_bytes: 1000 })
})

test('a long list is read page by page', async () => {
  const { ask, api } = openLog()
  for (let n = 0; n < 5; n++) ask(`${n}.example`, 'models.download').close('200')

  const first = await api.requests({ limit: 3 })
  const second = await api.requests({ limit: 3, before_id: first.items.at(-1)?.id })

  expect([first.has_more, second.has_more]).toEqual([true, false])
  expect([...first.items, ...second.items].map(({ host }) => host)).toEqual([4, 3, 2, 1, 0].map((n) => `${n}.example`))
})
