import type { Config } from '../../../server/config.ts'
import { checkMongo } from './check-mongo.ts'
import { checkPostgres } from './check-postgres.ts'
import { checkRedis } from './check-redis.ts'
import { checkScylla } from './check-scylla.ts'
import type { Checked } from './service-check.ts'

/** The reference's connectivity check: four of each of the four databases, through the server's own adapters. What they write is deleted. */
export const checkServices = async (config: Config): Promise<readonly Checked[]> =>
  (await Promise.all([checkPostgres(config), checkMongo(config), checkRedis(config), checkScylla(config)])).flat()
