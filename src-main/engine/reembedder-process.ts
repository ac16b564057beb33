import { constants, setPriority } from 'node:os'
import { serveEmbedder } from './serve-embedder.ts'

// Questions and answers come first.
setPriority(constants.priority.PRIORITY_BELOW_NORMAL)
serveEmbedder()
