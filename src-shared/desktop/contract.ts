import { access } from './access.ts'
import { app } from './app.ts'
import { attachments } from './attachments.ts'
import { backups } from './backups.ts'
import { changes } from './changes.ts'
import { chat } from './chat.ts'
import { compactions, context } from './context.ts'
import { conversations, drafts, folders, messages, tags } from './conversations.ts'
import { embedderChange } from './embedder-change.ts'
import { find } from './find.ts'
import { collections, documents } from './knowledge.ts'
import { languages } from './languages.ts'
import { lock } from './lock.ts'
import { models } from './models.ts'
import { network } from './network.ts'
import { personas } from './personas.ts'
import { search } from './search.ts'
import { settings } from './settings.ts'
import { templates } from './templates.ts'
import { transfer } from './transfer.ts'
import { updates } from './updates.ts'
import { usage } from './usage.ts'
import { watchedFolders } from './watched-folders.ts'
import { window } from './window.ts'

/** Everything the page, the command line and a joined shell can ask of the core: the list of what the app does. */
export const desktop = {
  access,
  app,
  conversations,
  messages,
  folders,
  tags,
  drafts,
  chat,
  personas,
  context,
  compactions,
  attachments,
  templates,
  collections,
  documents,
  watchedFolders,
  embedderChange,
  search,
  find,
  models,
  settings,
  languages,
  lock,
  usage,
  backups,
  transfer,
  network,
  window,
  updates,
  changes,
}
