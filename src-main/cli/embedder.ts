import { commonOptions, defineCommand } from './command.ts'
import { showEmbedder, stopChange } from './embedder-show.ts'
import { resumeChange, useEmbedder } from './embedder-use.ts'
import { UsageError } from './usage-error.ts'

export const embedder = defineCommand({
  name: 'embedder',
  usage: ['embedder [show]', 'embedder use M', 'embedder stop', 'embedder resume'],
  summary: 'the model that finds passages, and the change to another',
  details: [
    'M is a name or an id. use prepares every passage again with another embedder, while the one before goes on finding them; then',
    'searches change over. It goes on whenever Hearth runs: Ctrl-C only ends the command, stop halts the change, resume goes on.',
  ],
  options: commonOptions,

  async run({ positionals: [word = 'show', target, ...rest] }, context) {
    if (!isAction(word)) throw new UsageError(`“embedder ${word}” is not known; there are ${Object.keys(actions).join(', ')}.`)
    if (rest.length > 0 || (word === 'use') !== (target !== undefined))
      throw new UsageError(
        word === 'use' ? 'hearth embedder use takes one model.' : `hearth embedder ${word} takes nothing more.`,
      )
    return await actions[word](context, target ?? '')
  },
})

const actions = { show: showEmbedder, use: useEmbedder, stop: stopChange, resume: resumeChange } as const

const isAction = (word: string): word is keyof typeof actions => Object.hasOwn(actions, word)
