import type { Config } from '../../../server/config.ts'
import { createLog } from '../../../server/log.ts'
import type { CacheStore } from '../../../server/stores/cache-store.ts'
import { openRedis } from '../../../server/stores/redis-cache.ts'
import { newId } from '../../../src-shared/ids.ts'
import { type Checked, refuse, runChecks, unset } from './service-check.ts'

export const checkRedis = ({ redis }: Config): Promise<readonly Checked[]> =>
  runChecks<CacheStore>({
    store: 'Redis',
    async connect(opened) {
      const address = redis ?? unset('REDIS_URL')
      const settings = { ...address, log: createLog('silent'), keyPrefix: `services_check:${newId()}:`, isPatient: true }
      const cache = opened.use(openRedis(settings))
      await cache.ping()
      opened.defer(() => cache.delete(['value', 'count']))
      return cache
    },
    others: {
      write: (cache) => cache.set('value', { written: true }, 60),
      async read(cache) {
        if (JSON.stringify(await cache.get('value')) !== '{"written":true}') refuse('the value is not what was written')
      },
    },
    speciality: {
      name: 'twenty at once count to twenty, and the key ends',
      async run(cache) {
        const tallies = await Promise.all(Array.from({ length: 20 }, () => cache.count('count', 60)))
        const highest = Math.max(...tallies.map(({ count }) => count))
        if (highest !== 20 || tallies.some(({ endsInSeconds }) => endsInSeconds > 60)) refuse(`it counted to ${highest}`)
      },
    },
  })
