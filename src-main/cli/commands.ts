import { ask } from './ask.ts'
import type { Command } from './command.ts'
import { importCommand } from './import.ts'
import { models } from './models.ts'
import { search } from './search.ts'

/** All there are, in the order of the help. */
export const commands: readonly Command[] = [ask, importCommand, search, models]
