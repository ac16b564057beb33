import { resolve } from 'node:path'
import type { BackupInfo } from '../../src-shared/desktop/backups.ts'
import { bytesInWords } from '../../src-shared/errors/byte-words.ts'
import { alignColumns } from './align-columns.ts'
import { commonOptions, defineCommand } from './command.ts'
import { exitCode } from './exit-code.ts'
import { UsageError } from './usage-error.ts'

export const backup = defineCommand({
  name: 'backup',
  usage: ['backup [FILE]', 'backup --list'],
  summary: 'copy everything that is stored, verified and encrypted',
  details: [
    'Without FILE the copy goes to the backups in the data folder. It opens only with the key of this data folder: keep a copy of',
    'key.json apart from the backups. Documents and model files lie where they are and are not in it; the text read from documents is.',
  ],
  options: { list: { type: 'boolean', words: 'show the backups in the data folder' }, ...commonOptions },

  async run({ values, positionals }, { isJson, output, interrupt, open }) {
    const [file, ...rest] = positionals
    if (rest.length > 0 || (values.list && file !== undefined)) throw new UsageError('hearth backup takes one file, or --list.')
    await using session = await open()
    const { backups } = session.api
    if (values.list) {
      const all = await backups.list()
      if (isJson) output.json(all)
      else if (all.length === 0) output.note('There are no backups yet.')
      else output.line(alignColumns(all.map(cells)))
      return exitCode.ok
    }
    output.progress('Copying and verifying')
    const made = await backups.create(file === undefined ? {} : { path: resolve(file) }, interrupt.signal)
    if (isJson) output.json(made)
    else output.line(`${made.path}\nVerified, ${bytesInWords(made.size_bytes)}.`)
    return exitCode.ok
  },
})

const cells = ({ path, kind, size_bytes, created_at }: BackupInfo): string[] => [
  new Date(created_at).toISOString().slice(0, 16).replace('T', ' '),
  kind,
  bytesInWords(size_bytes),
  path,
]
