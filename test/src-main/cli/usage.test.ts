import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { commands } from '../../../src-main/cli/commands.ts'
import { runCli } from '../../../src-main/cli/run-cli.ts'
import { tempFolder } from '../../helpers/temp-folder.ts'
import { hearth } from './hearth-process.ts'

/** The command line in this process, with everything it writes. */
async function run(...args: readonly string[]) {
  const out: string[] = []
  const said: string[] = []
  const output = {
    isWatched: false,
    write: (text: string) => void out.push(text),
    line: (text: string) => void out.push(`${text}\n`),
    json: (value: unknown) => void out.push(JSON.stringify(value)),
    note: (text: string) => void said.push(text),
    progress: () => {},
    isClosed: () => false,
    flush: async () => {},
  }
  const nothing = { [Symbol.dispose]: () => {} }
  const interrupt = {
    ...nothing,
    signal: new AbortController().signal,
    divert: () => nothing,
    press: () => {},
    abandon: () => {},
  }
  const code = await runCli(args, { commands, output, interrupt })
  return { code, out: out.join(''), said: said.join('\n') }
}

test.each([
  [[], 'No command'],
  [['answer'], '“answer” is not a command'],
  [['ask'], 'There is no question'],
  [['ask', '  '], 'There is no question'],
  [['ask', 'why', '--colection', 'x'], "Unknown option '--colection'"],
  [['ask', 'why', '--model'], "Option '--model' argument"],
  [['ask', 'why', '--conversation', '7'], '“7” is not the id of a chat'],
  [['chat', 'why'], 'one by one'],
  [['import'], 'nothing to import'],
  [['search'], 'nothing to search for'],
  [['search', 'x', '--route', 'magic'], 'auto, exact, vector, hybrid'],
  [['search', 'x', '--top-k', '0'], 'from 1 to 100'],
  [['search', 'x', '--top-k', 'many'], 'from 1 to 100'],
  [['search', 'x', '--tag', ''], '1 to 40 characters'],
  [['search', 'x', '--category', ''], 'the words of a category'],
  [['search', 'x', '--kind', 'scroll'], 'text, markdown, html'],
  [['search', 'x', '--from', 'yesterday'], 'a day as 2026-03-31'],
  [['search', 'x', '--to', '2026-02-30'], 'not “2026-02-30”'],
  [['search', 'x', '--from', '2026-03-02', '--to', '2026-03-02'], 'no time between them'],
  [['documents', 'burn'], 'list, set'],
  [['documents', 'set'], 'Which document'],
  [['documents', 'set', 'a.md'], 'nothing to set'],
  [['documents', 'set', 'a.md', '--importance', 'urgent'], 'low, normal, high'],
  [['documents', 'set', 'a.md', '--category', 'a', '--category', 'b'], 'one category'],
  [['documents', 'list', '--untag', 'x'], 'goes with set'],
  [['collections', 'give', 'Papers'], 'give with one of them'],
  [['collections', 'show', 'Papers', '--tag', 'x'], 'go with give'],
  [['models', 'eat'], 'list, add, pull, rm, fit'],
  [['models', 'pull'], 'takes one model'],
  [['models', 'list', 'all'], 'takes nothing more'],
  [['models', 'fit', 'demo', '--context', '3'], 'from 512'],
  [['conversations', 'burn'], 'list, show, export, import'],
  [['conversations', 'show'], 'takes the id'],
  [['conversations', 'show', 'first'], 'is not the id of a chat'],
  [['conversations', '--view', 'all'], 'active, archived, trash'],
  [['conversations', 'import', 'a', 'b'], 'so many words'],
  [['backup', 'a', 'b'], 'one file'],
  [['restore', 'a', 'b'], 'one file'],
  [['restore'], 'Say --yes'],
  [['doctor', 'now'], 'nothing more'],
])('hearth %j ends with 2, a sentence, and nothing done', async (args, sentence) => {
  using folder = tempFolder()
  const data = join(folder.path, 'data')

  const { code, out, said } = await run(...args, '--data', data)

  expect({ code, out }).toEqual({ code: 2, out: '' })
  expect(said).toContain(sentence)
  expect(existsSync(data)).toBe(false)
})

test('a wrong command line is told as JSON to whoever asked for JSON', async () => {
  const { code, out, said } = await run('search', '--json')

  expect({ code, said }).toEqual({ code: 2, said: '' })
  expect(JSON.parse(out)).toEqual({ error: { code: 'cli.usage', message: expect.stringContaining('search') } })
})

test('the help names every command, each of its options, and the exit codes', async () => {
  const { code, out } = await run('--help')
  const pages = await Promise.all(commands.map(({ name }) => run(name, '--help')))

  expect(code).toBe(0)
  for (const { name } of commands) expect(out).toContain(`\n  ${name} `)
  expect(out).toMatch(/\n {2}0 .*\n {2}1 .*\n {2}2 .*\n {2}130 /)
  for (const [index, { options }] of commands.entries()) {
    for (const option of Object.keys(options)) expect(pages[index]?.out).toContain(`--${option}`)
  }
})

test('options may stand before the command as well', async () => {
  using folder = tempFolder()

  const { code, out } = await run('--json', '--data', join(folder.path, 'data'), 'search', 'x', '--top-k', '0')

  expect(code).toBe(2)
  expect(JSON.parse(out).error.code).toBe('cli.usage')
})

test('a data folder that cannot be written to ends with its sentence', async () => {
  const { code, said } = await hearth({ data: '/dev/null/data' }, 'search', 'x')

  expect(code).toBe(1)
  expect(said).toContain('Hearth may not write to /dev/null/data')
  expect(said).toContain('--data')
})

test('an unknown level of the log is a wrong call and no fault inside', async () => {
  using folder = tempFolder()

  const { code, said } = await hearth({ data: folder.path, env: { HEARTH_LOG_LEVEL: 'loud' } }, 'search', 'x')

  expect(code).toBe(2)
  expect(said).toContain('HEARTH_LOG_LEVEL')
})
