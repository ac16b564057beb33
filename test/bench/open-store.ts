import { listConversations } from '../../src-main/chat/conversations.ts'
import { openBenchStore } from './open-bench-store.ts'

// Opens the store of a folder once and tells how long it took until it answered. Usage: fork('open-store.ts', [FOLDER])
const startedAt = performance.now()
await using store = await openBenchStore(process.argv[2] ?? '')
listConversations(store.db, { view: 'active', limit: 100 })
process.send?.(performance.now() - startedAt)
process.disconnect()
