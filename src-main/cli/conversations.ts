import { commonOptions, defineCommand } from './command.ts'
import { exportConversations } from './conversations-export.ts'
import { importConversations } from './conversations-import.ts'
import { listConversations } from './conversations-list.ts'
import { showConversation } from './conversations-show.ts'
import type { ConversationsTarget } from './conversations-target.ts'
import { UsageError } from './usage-error.ts'

const actions = {
  list: { run: listConversations, target: 'none' },
  show: { run: showConversation, target: 'one' },
  export: { run: exportConversations, target: 'maybe' },
  import: { run: importConversations, target: 'one' },
} as const

const views = ['active', 'archived', 'trash'] as const

const isAction = (word: string): word is keyof typeof actions => Object.hasOwn(actions, word)

export const conversations = defineCommand({
  name: 'conversations',
  usage: [
    'conversations [list] [--view V]',
    'conversations show ID',
    'conversations export [ID] [--output FILE]',
    'conversations import FILE',
  ],
  summary: 'list, show, export and import chats',
  details: [
    'export writes one chat, or all of them but those in the trash, as JSON: one chat a line, with every branch. import adds what',
    'export wrote and never overwrites. It also takes a library that the window exported, and ChatGPT’s export (the ZIP or its',
    'conversations.json); the same file again changes nothing. FILE may be - for standard input.',
  ],
  options: {
    view: { type: 'string', value: 'V', default: 'active', words: `list: ${views.join(', ')}` },
    output: { type: 'string', short: 'o', value: 'FILE', words: 'export: write to this file, which must not be there yet' },
    ...commonOptions,
  },

  async run({ values, positionals }, context) {
    const [word = 'list', target, ...rest] = positionals
    if (!isAction(word)) {
      throw new UsageError(`“conversations ${word}” is not known; there are ${Object.keys(actions).join(', ')}.`)
    }
    const action = actions[word]
    const isMissing = action.target === 'one' && target === undefined
    const isTooMuch = rest.length > 0 || (action.target === 'none' && target !== undefined)
    if (isMissing) throw new UsageError(`hearth conversations ${word} takes ${word === 'show' ? 'the id of a chat' : 'a file'}.`)
    if (isTooMuch) throw new UsageError(`hearth conversations ${word} does not take so many words.`)
    return await action.run({ target, view: viewOf(values.view), output: values.output }, context)
  },
})

function viewOf(wanted: string): ConversationsTarget['view'] {
  const view = views.find((known) => known === wanted)
  if (!view) throw new UsageError(`--view takes ${views.join(', ')}, not “${wanted}”.`)
  return view
}
