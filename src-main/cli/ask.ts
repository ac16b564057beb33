import { text as textOf } from 'node:stream/consumers'
import { newId } from '../../src-shared/ids.ts'
import type { MessageRow } from '../../src-shared/rows/message.ts'
import { answerTo } from './answer-events.ts'
import { chooseCollections } from './choose-collections.ts'
import { commonOptions, defineCommand } from './command.ts'
import type { CommandContext } from './command-context.ts'
import { conversationId } from './conversation-id.ts'
import { type ExitCode, exitCode } from './exit-code.ts'
import { findModel } from './find-model.ts'
import { answerJson, showRest } from './show-answer.ts'
import { errorJson } from './tell-error.ts'
import { UsageError } from './usage-error.ts'

export const askingOptions = {
  collection: { type: 'string', multiple: true, value: 'C', words: 'answer from this collection (name or id); may be repeated' },
  'no-knowledge': { type: 'boolean', words: 'answer without your documents' },
  model: { type: 'string', value: 'M', words: 'answer with this model (id or name)' },
  conversation: { type: 'string', value: 'ID', words: 'go on with this chat' },
} as const

export const ask = defineCommand({
  name: 'ask',
  usage: ['ask "…" [--collection C] [--no-knowledge] [--model M] [--conversation ID]', 'ask -'],
  summary: 'answer a question from your documents',
  details: [
    'Without --collection a new chat is answered from all collections, and a chat that goes on from its own.',
    'With - the question is read from standard input. Ctrl-C stops the answer; the text so far is kept.',
  ],
  options: { ...askingOptions, ...commonOptions },

  async run({ values, positionals }, context) {
    const text = await questionOf(positionals)
    const id = values.conversation === undefined ? newId() : conversationId(values.conversation)
    await using session = await context.open()
    const { api } = session
    if (values.conversation !== undefined) await api.conversations.get({ id })
    const choice = { names: values.collection ?? [], isWithout: values['no-knowledge'] ?? false }
    const collections = await chooseCollections(api, choice, values.conversation === undefined)
    const model = values.model === undefined ? {} : { model_id: await findModel(api, values.model) }
    const ids = { conversation_id: id, message_id: newId(), reply_id: newId() }
    const asking = { api, output: context.output, isStreamed: !context.isJson }
    const reply = await answerTo(asking, { ...ids, text, ...model, ...collections }, context.interrupt.signal)
    return finish(context, reply)
  },
})

async function questionOf(positionals: readonly string[]): Promise<string> {
  const isPiped = positionals.length === 1 && positionals[0] === '-'
  const text = (isPiped ? await textOf(process.stdin) : positionals.join(' ')).trim()
  if (text === '') throw new UsageError('There is no question: hearth ask "What does the lease say about dogs?"')
  return text
}

function finish({ output, isJson }: CommandContext, reply: MessageRow): ExitCode {
  const { fault, status } = reply
  if (isJson) output.json({ ...answerJson(reply), ...(fault ? { error: errorJson(fault) } : {}) })
  else showRest(output, reply)
  if (!isJson && output.isWatched) output.note(`\nGo on with: hearth ask --conversation ${reply.conversation_id} "…"`)
  if (fault) return exitCode.failed
  return status === 'stopped' ? exitCode.stopped : exitCode.ok
}
