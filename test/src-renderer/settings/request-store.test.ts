import { expect, test } from 'vitest'
import { createNetworkHandlers } from '../../../src-main/network/network-handlers.ts'
import { createRequestStore, requestsAsCsv } from '../../../src-renderer/settings/request-store.ts'
import { network } from '../../../src-shared/desktop/network.ts'
import { testRequestLog } from '../../helpers/request-log.ts'
import { openTestDb } from '../../helpers/test-db.ts'
import { serveFeatures } from '../serve-features.ts'

function openStore() {
  const db = openTestDb()
  const log = testRequestLog(db)
  const { api } = serveFeatures({ network }, { network: createNetworkHandlers({ db }) })
  const store = createRequestStore({ api })
  db.watch((changes) => {
    for (const change of changes) if (change.table === 'requests' && change.row) void store.getState().changed(change.row)
  })
  const ask = (host: string) =>
    log.open({ method: 'GET', url: new URL(`https://${host}/`), reason: 'updates.look', subject: '', sentBytes: 40 })
  const hosts = (): string[] | undefined => store.getState().items?.map(({ host }) => host)
  return { store, ask, hosts }
}

test('the list grows by what is told while it is looked at, and a row changes where it stands', async () => {
  const { store, ask, hosts } = openStore()
  ask('first.example').close('200')
  await store.getState().search('')
  const running = ask('second.example')

  running.close('404')

  await expect.poll(() => store.getState().today?.sent).toBe(2)
  expect(hosts()).toEqual(['second.example', 'first.example'])
  expect(store.getState().items?.[0]?.outcome).toBe('404')
})

test('what does not match the word that is looked for stays out, also when it is told', async () => {
  const { store, ask, hosts } = openStore()
  ask('hub.example').close('200')
  await store.getState().search('hub')

  ask('other.example').close('200')
  await expect.poll(() => store.getState().today?.sent).toBe(2)

  expect(hosts()).toEqual(['hub.example'])
})

test('older ones come page by page, and the file has all of them', async () => {
  const { store, ask } = openStore()
  for (let n = 0; n < 130; n++) ask(`h${n}.example`).close('200')
  await store.getState().search('')
  const before = store.getState().items?.length

  await store.getState().more()

  expect([before, store.getState().items?.length, store.getState().hasMore]).toEqual([100, 130, false])
  expect(await store.getState().all()).toHaveLength(130)
})

test('a cell with commas and quotes stays one cell, and none is a formula', () => {
  const row = { id: 1, at: 0, method: 'GET', path: '/', outcome: '200', sent_bytes: 1, received_bytes: 2 }

  const csv = requestsAsCsv([{ ...row, host: 'a,b', reason: '=cmd|"x"', subject: '' }])

  expect(csv.split('\r\n')[1]).toBe('1970-01-01T00:00:00.000Z,GET,"a,b",/,"\'=cmd|""x""",1,2,200')
})
