/** A counter can never be left without its end. Two numbers for each: the count, and the milliseconds that are left. */
const count = `
  local told = {}
  for i, key in ipairs(KEYS) do
    local count = redis.call('INCR', key)
    local left = redis.call('PTTL', key)
    if left < 0 then
      left = tonumber(ARGV[i])
      redis.call('PEXPIRE', key, left)
    end
    told[2 * i - 1] = count
    told[2 * i] = left
  end
  return told`

/** Each gone with its lease, and every process that has it in its memory hears so. */
const forget = `
  redis.call('DEL', unpack(KEYS))
  for i = 2, #ARGV do redis.call('PUBLISH', ARGV[1], ARGV[i]) end`

/**
 * What Redis does in one step, each sent once and then called by its digest. Those that take as many keys as they are told are for one Redis: in a
 * cluster keys lie apart.
 */
export const redisScripts = {
  countInWindow: { numberOfKeys: 1, lua: count },
  countInWindows: { lua: count },
  forgetKey: { numberOfKeys: 2, lua: forget },
  forgetKeys: { lua: forget },
  /** A key that is blocked has no value, and nobody can give it one: whoever blocked it ends that. */
  forgetUnlessBlocked: {
    numberOfKeys: 2,
    lua: `
      if redis.call('GET', KEYS[1]) == ARGV[1] then return end
      redis.call('DEL', KEYS[1], KEYS[2])
      redis.call('PUBLISH', ARGV[2], ARGV[3])`,
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
