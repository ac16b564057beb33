import { setTimeout as delay } from 'node:timers/promises'
import { expect } from 'vitest'
import { newId } from '../../src-shared/ids.ts'
import type { MessageRow } from '../../src-shared/rows/message.ts'
import { type CoreProcess, isAlive, startCoreProcess } from '../helpers/core-process.ts'
import { teachLongSentence } from '../helpers/knowing-core.ts'
import { tempFolder } from '../helpers/temp-folder.ts'
import { waitFor } from '../helpers/wait-for.ts'

export interface KillCounts {
  kills: number
  interrupted: number
  resumed: number
}

/**
 * Kills the llama child `times` times at random moments of an answer. After each: the core is the same process, what was
 * shown is what is stored, and the next answer is whole.
 */
export async function killLlama(times: number): Promise<KillCounts> {
  using folder = tempFolder()
  await using core = await startCoreProcess(folder.path)
  const collectionId = await teachLongSentence(core, folder.path)
  const counts = { kills: 0, interrupted: 0, resumed: 0 }
  const whole = await ask(core, collectionId)
  expect(whole.row.status).toBe('complete')
  while (counts.kills < times) {
    const killed = Promise.withResolvers<void>()
    const answer = await ask(core, collectionId, () => killed.resolve(killSoon(core, counts)))
    // A quick answer is whole before the kill: that is not to hit the next one.
    await killed.promise
    expect(answer.shown).toBe(answer.row.text)
    expect(isAlive(core.pid)).toBe(true)
    if (answer.row.status === 'interrupted') await expectGoesOn(core, answer.row, { whole: whole.row.text, counts })
    const next = await ask(core, collectionId)
    expect(next.row).toMatchObject({ status: 'complete', text: whole.row.text })
  }
  return counts
}

async function ask({ api }: CoreProcess, collectionId: string, onSaved = () => {}): Promise<{ shown: string; row: MessageRow }> {
  const input = {
    conversation_id: newId(),
    message_id: newId(),
    reply_id: newId(),
    text: 'What does the warranty of the pump cover?',
  }
  let shown = ''
  for await (const event of api.chat.send({ ...input, collection_ids: [collectionId] })) {
    if (event.type === 'saved') onSaved()
    if (event.type === 'text') shown += event.text
  }
  return { shown, row: await api.messages.get({ id: input.reply_id }) }
}

async function killSoon(core: CoreProcess, counts: KillCounts): Promise<void> {
  await delay(Math.random() * 1500)
  const pid = core.children().get('llama')
  if (pid === undefined) return
  process.kill(pid, 'SIGKILL')
  counts.kills += 1
  // Until the core has seen it, an answer could still be asked of it.
  await waitFor('its end to be seen', async () => ((await isSeen(core, pid)) ? true : undefined))
}

/** It has another process, or none and tells no model as loaded. */
async function isSeen(core: CoreProcess, killed: number): Promise<boolean> {
  const loaded = await core.api.models.loaded()
  const now = core.children().get('llama')
  return now === undefined ? loaded === null || loaded.state === 'failed' : now !== killed
}

interface Expected {
  readonly whole: string
  readonly counts: KillCounts
}

/** “Continue” writes the rest below what is there: together the answer that would have been. */
async function expectGoesOn({ api }: CoreProcess, interrupted: MessageRow, { whole, counts }: Expected): Promise<void> {
  counts.interrupted += 1
  await Array.fromAsync(api.chat.resume({ message_id: interrupted.id }))
  const row = await api.messages.get({ id: interrupted.id })
  expect(row).toMatchObject({ status: 'complete', text: whole })
  counts.resumed += 1
}
