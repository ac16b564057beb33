import { ask } from './ask.ts'
import { backup } from './backup.ts'
import { chat } from './chat.ts'
import { collections } from './collections.ts'
import type { Command } from './command.ts'
import { conversations } from './conversations.ts'
import { doctor } from './doctor.ts'
import { documents } from './documents.ts'
import { embedder } from './embedder.ts'
import { importCommand } from './import.ts'
import { models } from './models.ts'
import { restore } from './restore.ts'
import { search } from './search.ts'
import { watch } from './watch.ts'

/** All there are, in the order of the help. */
export const commands: readonly Command[] = [
  ...[ask, chat, importCommand, watch, search, collections, documents, embedder],
  ...[models, conversations, backup, restore, doctor],
]
