import { createInterface } from 'node:readline'
import { newId } from '../../src-shared/ids.ts'
import { answerTo } from './answer-events.ts'
import { askingOptions } from './ask.ts'
import { chooseCollections } from './choose-collections.ts'
import { commonOptions, defineCommand } from './command.ts'
import type { Api, CommandContext } from './command-context.ts'
import { conversationId } from './conversation-id.ts'
import { type ExitCode, exitCode } from './exit-code.ts'
import { findModel } from './find-model.ts'
import { answerJson, showRest } from './show-answer.ts'
import { errorJson, errorWords } from './tell-error.ts'
import { UsageError } from './usage-error.ts'

export const chat = defineCommand({
  name: 'chat',
  usage: ['chat [--collection C] [--no-knowledge] [--model M] [--conversation ID]'],
  summary: 'talk, question after question',
  details: [
    'In it: /help, /new (a new chat), /collections, /quit. Ctrl-C stops the answer, Ctrl-D ends. With --json each answer is one',
    'line of JSON, as ask prints it.',
  ],
  options: { ...askingOptions, ...commonOptions },

  async run({ values, positionals }, context) {
    if (positionals.length > 0) throw new UsageError('hearth chat takes its questions one by one; hearth ask takes one at once.')
    const known = values.conversation === undefined ? undefined : conversationId(values.conversation)
    await using session = await context.open()
    const { api } = session
    if (known !== undefined) await api.conversations.get({ id: known })
    const choice = { names: values.collection ?? [], isWithout: values['no-knowledge'] ?? false }
    const model = values.model === undefined ? {} : { model_id: await findModel(api, values.model) }
    const collections = await chooseCollections(api, choice, known === undefined)
    return await converse({ api, context, choices: { ...model, ...collections } }, known ?? newId())
  },
})

interface Talk {
  readonly api: Api
  readonly context: CommandContext
  readonly choices: { readonly model_id?: string; readonly collection_ids?: string[] }
}

const hint = '/help, /new, /collections, /quit; Ctrl-C stops the answer, Ctrl-D ends.'

/** Reads line by line until the input ends, /quit, or Ctrl-C at the prompt. */
async function converse(talk: Talk, first: string): Promise<ExitCode> {
  let conversation = first
  const { output, interrupt } = talk.context
  const { isWatched } = output
  const lines = createInterface({
    input: process.stdin,
    ...(isWatched && { output: process.stderr }),
    prompt: isWatched ? '› ' : '',
  })
  const close = (): void => lines.close()
  let isOpen = true
  lines.once('close', () => (isOpen = false))
  interrupt.signal.addEventListener('abort', close, { once: true })
  // A terminal that is read line by line hands Ctrl-C to its reader.
  lines.on('SIGINT', interrupt.press)
  if (isWatched) {
    output.note(hint)
    // While the first question is typed; what is wrong is told with it.
    talk.api.chat.prepare({ conversation_id: conversation, ...talk.choices }).catch(() => undefined)
  }
  lines.prompt()
  for await (const line of lines) {
    if (interrupt.signal.aborted || line.trim() === '/quit') break
    if (line.trim() === '/new') conversation = newId()
    await respond(talk, conversation, line.trim())
    // Piped input ends while the questions before its end are still being answered.
    if (isOpen) lines.prompt()
  }
  lines.close()
  return interrupt.signal.aborted ? exitCode.stopped : exitCode.ok
}

async function respond(talk: Talk, conversation: string, line: string): Promise<void> {
  const { api, context } = talk
  const { output, isJson } = context
  try {
    if (line === '') return
    if (line === '/help') output.note(hint)
    else if (line === '/collections') for (const { name } of await api.collections.list()) output.line(name)
    else if (line === '/new') output.note('A new chat.')
    else if (line.startsWith('/')) output.note(`“${line}” is not known. ${hint}`)
    else await answer(talk, conversation, line)
  } catch (error) {
    // One question that fails does not end the talk.
    if (isJson) output.json({ error: errorJson(error) })
    else output.note(errorWords(error))
  }
}

async function answer({ api, context, choices }: Talk, conversation: string, text: string): Promise<void> {
  const { output, interrupt, isJson } = context
  const stopping = new AbortController()
  using _ = interrupt.divert(() => (stopping.signal.aborted ? process.exit(exitCode.stopped) : stopping.abort()))
  const ids = { conversation_id: conversation, message_id: newId(), reply_id: newId() }
  const reply = await answerTo({ api, output, isStreamed: !isJson }, { ...ids, text, ...choices }, stopping.signal)
  if (isJson) output.json({ ...answerJson(reply), ...(reply.fault && { error: errorJson(reply.fault) }) })
  else showRest(output, reply)
}
