import { ask } from './ask.ts'
import { backup } from './backup.ts'
import { chat } from './chat.ts'
import type { Command } from './command.ts'
import { conversations } from './conversations.ts'
import { doctor } from './doctor.ts'
import { importCommand } from './import.ts'
import { models } from './models.ts'
import { restore } from './restore.ts'
import { search } from './search.ts'

/** All there are, in the order of the help. */
export const commands: readonly Command[] = [ask, chat, importCommand, search, models, conversations, backup, restore, doctor]
