import { createLog, type Log } from '../../../server/log.ts'
import { canaries } from './canaries.ts'

/** A log that this test reads; and whoever writes it, nobody's secrets may be in it. */
export const logTo = (read: (line: string) => void, level = 'debug'): Log =>
  createLog(level, {
    write(line) {
      canaries.saw('log', line)
      read(line)
    },
  })

/** Nobody reads it but the watch over what must not be in a log. */
export const silentLog = logTo(() => {})
