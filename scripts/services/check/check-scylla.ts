import { join } from 'node:path'
import type { Config } from '../../../server/config.ts'
import { readMigrations } from '../../../server/stores/migrations.ts'
import { type CqlSession, openScylla } from '../../../server/stores/scylla.ts'
import { createScyllaAnalytics } from '../../../server/stores/scylla-analytics.ts'
import { createScyllaHistory } from '../../../server/stores/scylla-history.ts'
import { migrateScylla } from '../../../server/stores/scylla-migrate.ts'
import { newId } from '../../../src-shared/ids.ts'
import { root } from '../../root.ts'
import { type Checked, refuse, runChecks, unset, untilReached } from './service-check.ts'

const of = { user_id: newId(), session_id: newId() }
const message = {
  ...{ ...of, timestamp: new Date(), message_id: newId(), actor: 'user' as const, message: 'Ω', embedding_used: false },
  ...{ tokens_used: null, response_time_ms: null, model_used: null, confidence: null, metadata: {} },
}

/** In a keyspace of its own, which is dropped. */
export const checkScylla = ({ scylla }: Config): Promise<readonly Checked[]> =>
  runChecks<CqlSession>({
    store: 'ScyllaDB',
    async connect(opened) {
      const settings = { ...(scylla ?? unset('SCYLLA_HOST')), keyspace: `check_${newId().replaceAll('-', '')}` }
      const migrations = readMigrations(join(root, 'migrations/scylla'))
      await untilReached(() => migrateScylla(settings, settings, migrations))
      const session = opened.use(await untilReached(() => openScylla({ ...settings, isPatient: true })))
      // A change of the schema: all nodes have to agree, which takes as long as it takes.
      opened.defer(() => session.run({ text: `DROP KEYSPACE ${settings.keyspace}`, values: [] }))
      return session
    },
    others: {
      write: (session) => createScyllaHistory(() => session).add(message),
      async read(session) {
        const { messages } = await createScyllaHistory(() => session).readUser(of.user_id, { limit: 2 })
        if (messages.length !== 1 || messages[0]?.message !== 'Ω') refuse('the message is not what was written')
      },
    },
    speciality: {
      name: 'twenty at once count to twenty',
      async run(session) {
        const analytics = createScyllaAnalytics(() => session)
        const use = { user_id: of.user_id, at: new Date(), resource_type: 'messages', quantity: 1 }
        await Promise.all(Array.from({ length: 20 }, () => analytics.count(use)))
        const [hour] = await analytics.readDay(use.user_id, use.at)
        if (hour?.count !== 20) refuse(`they counted to ${hour?.count ?? 0}`)
      },
    },
  })
