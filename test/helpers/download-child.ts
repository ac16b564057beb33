import { realDisk } from '../../src-main/models/disk.ts'
import { downloadFile } from '../../src-main/models/download.ts'
import { createGate } from '../../src-main/network/gate.ts'
import { testRequestLog } from './request-log.ts'

/** A process that downloads one file and says how far it is, to be killed in the middle. */
const [url = '', target = '', size = '', hex = ''] = process.argv.slice(2)
const gate = createGate({ isOffline: () => false, log: testRequestLog() })
const digest = { algorithm: 'sha256', hex } as const

await downloadFile(
  { gate, disk: realDisk, now: Date.now },
  { url, target, sizeBytes: Number(size), digest, subject: 'Test' },
  { onReceived: (bytes) => void process.send?.(bytes), signal: new AbortController().signal },
)
