import { firstToken } from './chat-first-token.ts'
import { knowledgeAdded } from './chat-knowledge.ts'
import { secondTurn } from './chat-second-turn.ts'
import { stopping } from './chat-stop.ts'
import { tokensPerSecond } from './chat-tokens-per-second.ts'
import { embedThroughput } from './embed-throughput.ts'
import { fulltextFewerPassages, fulltextMessages, fulltextPassages } from './fulltext-bench.ts'
import { importMemory } from './import-memory.ts'
import { importTasks } from './import-tasks.ts'
import { importThroughput } from './import-throughput.ts'
import { pageBench } from './page-bench.ts'
import { pageHostile } from './page-hostile.ts'
import { retrieval } from './retrieval-bench.ts'
import type { Benchmark } from './row.ts'
import { serverEmbedded, serverReal } from './server-bench.ts'
import { historyEmbedded, historyReal } from './server-history.ts'
import { searchEmbedded, searchReal } from './server-search.ts'
import { serverTwoProcesses } from './server-two-processes.ts'
import { storeFsyncs } from './store-fsyncs.ts'
import { storeOpen } from './store-open.ts'
import { vectorsBenches } from './vectors-bench.ts'

/** Everything that is measured, in the order of the table. */
export const benchmarks: readonly Benchmark[] = [
  firstToken,
  knowledgeAdded,
  tokensPerSecond,
  secondTurn,
  stopping,
  embedThroughput,
  importThroughput,
  importTasks,
  importMemory,
  storeOpen,
  storeFsyncs,
  pageBench,
  pageHostile,
  fulltextMessages,
  fulltextFewerPassages,
  fulltextPassages,
  retrieval,
  serverReal,
  serverTwoProcesses,
  serverEmbedded,
  searchReal,
  searchEmbedded,
  historyReal,
  historyEmbedded,
  ...vectorsBenches,
]
