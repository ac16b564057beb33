/** What Redis does in one step, each sent once and then called by its digest. */
export const redisScripts = {
  /** A counter can never be left without its end. */
  countInWindow: {
    numberOfKeys: 1,
    lua: `
      local count = redis.call('INCR', KEYS[1])
      redis.call('EXPIRE', KEYS[1], ARGV[1], 'NX')
      return {count, redis.call('PTTL', KEYS[1])}`,
  },
  /** The one that there is, with new time, or a new one; none while the key is blocked. */
  takeLease: {
    numberOfKeys: 1,
    lua: `
      local lease = redis.call('GET', KEYS[1]) or ARGV[1]
      if lease == ARGV[3] then return nil end
      redis.call('SET', KEYS[1], lease, 'EX', ARGV[2])
      return lease`,
  },
  /** Gone with its lease, and every process that has it in its memory hears so. */
  forgetKey: {
    numberOfKeys: 2,
    lua: `
      redis.call('DEL', KEYS[1], KEYS[2])
      redis.call('PUBLISH', ARGV[1], ARGV[2])`,
  },
  /** Compared and set: nothing is deleted in between. */
  fillLeased: {
    numberOfKeys: 2,
    lua: `if redis.call('GET', KEYS[1]) == ARGV[1] then redis.call('SET', KEYS[2], ARGV[2], 'PX', ARGV[3]) end`,
  },
  /** Nobody sees the value gone and the lease free. No MULTI: Redis 7.0 writes what is published in it into the middle of its answer. */
  blockKey: {
    numberOfKeys: 2,
    lua: `
      redis.call('DEL', KEYS[2])
      redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[2])
      redis.call('PUBLISH', ARGV[3], ARGV[4])`,
  },
}
