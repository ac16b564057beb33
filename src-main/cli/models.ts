import { commonOptions, defineCommand } from './command.ts'
import { addModel } from './models-add.ts'
import { fitModel } from './models-fit.ts'
import { listModels } from './models-list.ts'
import { pullModel } from './models-pull.ts'
import { removeModel } from './models-rm.ts'
import { UsageError } from './usage-error.ts'

const actions = { list: listModels, add: addModel, pull: pullModel, rm: removeModel, fit: fitModel } as const

const isAction = (word: string): word is keyof typeof actions => Object.hasOwn(actions, word)

export const models = defineCommand({
  name: 'models',
  usage: ['models [list]', 'models add demo', 'models add PATH', 'models pull ID', 'models rm ID', 'models fit ID [--context N]'],
  summary: 'the models on this machine and those that can be had',
  details: [
    'add demo writes the built-in model that quotes your documents: no download. add PATH takes a GGUF file, or a folder with an',
    'ONNX embedder, where it lies. pull downloads and verifies; Ctrl-C pauses, and the same command goes on. fit says whether a',
    'model fits into this machine’s memory.',
  ],
  options: {
    context: { type: 'string', value: 'N', words: 'fit: with so many tokens kept in mind' },
    ...commonOptions,
  },

  async run({ values, positionals }, context) {
    const [word = 'list', target, ...rest] = positionals
    if (!isAction(word)) throw new UsageError(`“models ${word}” is not known; there are ${Object.keys(actions).join(', ')}.`)
    const needsTarget = word !== 'list'
    if (rest.length > 0 || needsTarget === (target === undefined)) {
      throw new UsageError(
        needsTarget
          ? `hearth models ${word} takes one ${word === 'add' ? 'path, or the word demo' : 'model'}.`
          : 'hearth models list takes nothing more.',
      )
    }
    return await actions[word]({ target: target ?? '', contextSize: contextOf(values.context) }, context)
  },
})

function contextOf(wanted: string | undefined): number | undefined {
  if (wanted === undefined) return undefined
  const size = Number(wanted)
  if (Number.isInteger(size) && size >= 512) return size
  throw new UsageError(`--context takes a number of tokens from 512 on, not “${wanted}”.`)
}
