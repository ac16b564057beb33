import { resolve } from 'node:path'
import { commonOptions, defineCommand } from './command.ts'
import { UsageError } from './usage-error.ts'
import { listWatches } from './watch-list.ts'
import { removeWatch } from './watch-rm.ts'
import { watchFolder } from './watch-start.ts'

const defaultCollection = 'Documents'

export const watch = defineCommand({
  name: 'watch',
  usage: ['watch PATH [--collection C] [--include P]… [--exclude P]… [--once]', 'watch list', 'watch rm PATH [--documents]'],
  summary: 'follow a folder: what changes in it changes in your documents',
  details: [
    'Moved files are followed, deleted ones go, only what changed is read again. Patterns are those of a .gitignore. It stays until',
    'Ctrl-C and says what it reads; --once ends when everything that is there was read. The folder is followed from then on',
    'whenever Hearth runs, until rm; with --documents its documents go as well.',
  ],
  options: {
    collection: {
      ...{ type: 'string', value: 'C', default: defaultCollection },
      words: `the collection (name or id), made when it is new (${defaultCollection})`,
    },
    include: { type: 'string', value: 'P', multiple: true, default: [], words: 'only files that this pattern names' },
    exclude: { type: 'string', value: 'P', multiple: true, default: [], words: 'no files or folders that this pattern names' },
    'no-gitignore': { type: 'boolean', words: 'read also what .gitignore files leave out' },
    once: { type: 'boolean', words: 'end when everything that is there was read' },
    documents: { type: 'boolean', words: 'rm: remove its documents as well' },
    ...commonOptions,
  },

  async run({ values, positionals }, context) {
    const [word, target, ...rest] = positionals
    if (word === undefined) throw new UsageError('Which folder? hearth watch PATH, or hearth watch list.')
    if (word === 'list' && target === undefined) return await listWatches(context)
    if (word === 'rm' && target !== undefined && rest.length === 0)
      return await removeWatch({ path: resolve(target), withDocuments: values.documents === true }, context)
    if (target !== undefined) throw new UsageError('hearth watch takes one folder; hearth watch rm PATH forgets one.')
    return await watchFolder(
      {
        path: resolve(word),
        collection: values.collection,
        rules: { include: values.include, exclude: values.exclude, use_gitignore: values['no-gitignore'] !== true },
        isOnce: values.once === true,
      },
      context,
    )
  },
})
