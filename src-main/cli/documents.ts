import { commonOptions, defineCommand } from './command.ts'
import { listDocuments } from './documents-list.ts'
import { setDocuments } from './documents-set.ts'
import { facetFilters } from './facet-options.ts'
import { UsageError } from './usage-error.ts'

export const documents = defineCommand({
  name: 'documents',
  usage: [
    'documents [list] [--collection C]… [--tag T]… [--category K]… [--importance I]',
    'documents set DOCUMENT… [--tag T]… [--untag T]… [--category K] [--importance I]',
  ],
  summary: 'list your documents; give them tags, a category and an importance',
  details: [
    'DOCUMENT is an id, a path or a name. set adds and takes off what it is told and leaves the rest; --category "" takes the category',
    'off. Importance is low, normal or high: it decides which of two passages that answer about as well comes first.',
  ],
  options: {
    collection: { type: 'string', multiple: true, value: 'C', words: 'list: of this collection (name or id); may be repeated' },
    tag: { ...facetFilters.tag, words: 'list: only those with this tag; set: put it on; may be repeated' },
    untag: { type: 'string', multiple: true, value: 'T', words: 'set: take this tag off; may be repeated' },
    category: { ...facetFilters.category, words: 'list: only those of this category, may be repeated; set: its category' },
    importance: { type: 'string', value: 'I', words: 'low, normal or high' },
    ...commonOptions,
  },

  async run({ values, positionals: [word = 'list', ...named] }, context) {
    if (word === 'set') return await setDocuments({ ...values, named }, context)
    if (word !== 'list') throw new UsageError(`“documents ${word}” is not known; there are list, set.`)
    if (named.length > 0) throw new UsageError('hearth documents list takes nothing more; its options choose.')
    if (values.untag) throw new UsageError('--untag goes with set.')
    return await listDocuments(values, context)
  },
})
