import { expect, test } from 'vitest'
import { engineError } from '../../../src-shared/engine/lifecycle.ts'
import { llamaError } from '../../../src-shared/engine/llama.ts'
import { rpcError } from '../../../src-shared/rpc/errors.ts'
import { endlessPlan, endlessTokens } from '../../helpers/endless-model.ts'
import { scriptedAnswer } from '../../helpers/models/scripted-model.ts'
import { ensureTestModels } from '../../helpers/models/test-models.ts'
import { pidOf } from '../../helpers/pid-of.ts'
import { answerOf, cpuPlan, createLlamaBed, question, signal } from './llama-bed.ts'
import { processEnd } from './process-end.ts'

const { scripted, tinyRandom, demo } = await ensureTestModels('scripted', 'tinyRandom', 'demo')
const model = { id: 'scripted', path: scripted }
const demoModel = { id: 'demo', path: demo }
const passages =
  'Sources:\n[1] The rent is due on Mondays. Dogs may live here.\n[2] Notice takes three months.\n\nQuestion: May dogs live here?'

test('a child killed in mid-answer fails that answer as crashed; the next one has the model again', async () => {
  await using bed = createLlamaBed()
  const { engine, supervised } = bed
  await engine.ensureLoaded({ id: 'tiny', path: tinyRandom }, [endlessPlan], { signal })
  const states: unknown[] = []
  using _ = engine.onState((loaded) => states.push(loaded?.state))

  const answering = async () => {
    let isKilled = false
    for await (const { type } of engine.generate('tiny', question('Go on for ever.', { max_tokens: endlessTokens }), signal)) {
      // More text may be on its way from a process that is there no more.
      if (type !== 'text' || isKilled) continue
      isKilled = true
      process.kill(pidOf(supervised.state().pid), 'SIGKILL')
    }
  }

  await expect(answering()).rejects.toThrow(
    expect.objectContaining({ code: engineError.crashed, data: { signal: 'SIGKILL', exit_code: null, stage: 'generate' } }),
  )
  expect(engine.loaded()).toMatchObject({ id: 'tiny', state: 'failed', fault: { code: engineError.crashed } })
  expect((await answerOf(engine.generate('tiny', question('Again?', { max_tokens: 5 }), signal))).end.completion_tokens).toBe(5)
  expect(engine.loaded()).toMatchObject({ id: 'tiny', state: 'ready', fault: null })
  expect(states).toContain('loading')
})

test('a child killed while nobody asks is told, and the model is loaded again for the next question', async () => {
  await using bed = createLlamaBed()
  const { engine, supervised } = bed
  await engine.ensureLoaded(model, [cpuPlan], { signal })
  const failed = Promise.withResolvers<void>()
  using _ = engine.onState((loaded) => {
    if (loaded?.state === 'failed') failed.resolve()
  })

  process.kill(pidOf(supervised.state().pid), 'SIGKILL')
  await failed.promise

  expect(engine.loaded()).toMatchObject({ fault: { code: engineError.crashed, data: { stage: 'idle' } } })
  expect((await answerOf(engine.generate(model.id, question('How are you?'), signal))).text).toBe(scriptedAnswer)
})

test('a question that meets a child which has gone unnoticed is asked of the next one', async () => {
  await using bed = createLlamaBed()
  const { engine, supervised } = bed
  await engine.ensureLoaded(model, [cpuPlan], { signal })
  const { messages } = question('How are you?')
  const kill = () => void process.kill(pidOf(supervised.state().pid), 'SIGKILL')

  kill()
  const counted = await engine.count(model.id, { messages }, signal)
  kill()
  await engine.read(model.id, { conversation_id: null, messages }, signal)
  kill()
  const answer = await answerOf(engine.generate(model.id, question('How are you?'), signal))

  expect(answer).toMatchObject({ text: scriptedAnswer, end: { prompt_tokens: counted } })
  expect(supervised.state().run).toBe(4)
})

test('asking for the model that is in memory does not load it again; another one takes its place in the same child', async () => {
  await using bed = createLlamaBed()
  const { engine, supervised } = bed
  const first = await engine.ensureLoaded(model, [cpuPlan], { signal })

  const again = await engine.ensureLoaded(model, [{ ...cpuPlan, context_size: 1024 }], { signal })
  const other = await engine.ensureLoaded(demoModel, [{ ...cpuPlan, context_size: 2048 }], { signal })

  expect(again).toEqual(first)
  expect(other.context_size).toBe(2048)
  expect(supervised.state().run).toBe(1)
  expect((await answerOf(engine.generate('demo', question(passages), signal))).text).toBe('Dogs may live here. [1]')
})

test('after its idle time the model is gone from memory, and comes back for the next question', async () => {
  await using bed = createLlamaBed({ idleMs: () => 100 })
  const { engine, supervised } = bed
  const gone = Promise.withResolvers<void>()
  await engine.ensureLoaded(model, [cpuPlan], { signal })
  const { pid } = supervised.state()
  using _ = engine.onState((loaded) => {
    if (loaded === null) gone.resolve()
  })

  await gone.promise

  await processEnd(pidOf(pid))
  expect((await answerOf(engine.generate(model.id, question('How are you?'), signal))).text).toBe(scriptedAnswer)
})

test('unloading ends the child, and a question without a model is refused', async () => {
  await using bed = createLlamaBed()
  const { engine, supervised } = bed
  await engine.ensureLoaded(model, [cpuPlan], { signal })
  const { pid } = supervised.state()

  await engine.unload()

  await processEnd(pidOf(pid))
  expect(engine.loaded()).toBeNull()
  await expect(answerOf(engine.generate(model.id, question('How are you?'), signal))).rejects.toThrow(
    expect.objectContaining({ code: llamaError.notLoaded }),
  )
})

test('a crash loop is over when a person asks for the model again', async () => {
  await using bed = createLlamaBed({ crashLimit: 1 })
  const { engine, supervised } = bed
  await engine.ensureLoaded(model, [cpuPlan], { signal })
  const looped = Promise.withResolvers<void>()
  using _ = supervised.onState(({ phase }) => {
    if (phase === 'crash_loop') looped.resolve()
  })
  process.kill(pidOf(supervised.state().pid), 'SIGKILL')
  await looped.promise

  await expect(engine.devices(signal)).rejects.toThrow(expect.objectContaining({ code: engineError.crashLoop }))
  await engine.ensureLoaded(model, [cpuPlan], { signal })

  expect((await answerOf(engine.generate(model.id, question('How are you?'), signal))).text).toBe(scriptedAnswer)
})

test('two conversations on two models get their own model, though each was the last to load in turn', async () => {
  await using bed = createLlamaBed()
  const { engine } = bed
  const converse = async (asked: typeof model, text: string) => {
    await engine.ensureLoaded(asked, [cpuPlan], { signal })
    const { messages } = question(text)
    const counted = await engine.count(asked.id, { messages }, signal)
    return { counted, ...(await answerOf(engine.generate(asked.id, question(text), signal))) }
  }

  const [first, second] = await Promise.all([converse(model, 'How are you?'), converse(demoModel, passages)])

  expect(first).toMatchObject({ text: scriptedAnswer, counted: first.end.prompt_tokens })
  expect(second).toMatchObject({ text: 'Dogs may live here. [1]', counted: second.end.prompt_tokens })
})

test('another model waits for a running answer, which neither its own model nor a load that is given up disturbs', async () => {
  await using bed = createLlamaBed()
  const { engine } = bed
  const tiny = { id: 'tiny', path: tinyRandom }
  await engine.ensureLoaded(tiny, [endlessPlan], { signal })
  const stop = new AbortController()
  const events = engine.generate('tiny', question('Go on.', { max_tokens: endlessTokens }), stop.signal)[Symbol.asyncIterator]()
  await events.next()

  const giveUp = new AbortController()
  const givenUp = engine.ensureLoaded(model, [cpuPlan], { signal: giveUp.signal })
  const other = engine.ensureLoaded(demoModel, [cpuPlan], { signal })
  expect(await engine.ensureLoaded(tiny, [endlessPlan], { signal })).toMatchObject({ type: 'ready' })
  giveUp.abort()
  await expect(givenUp).rejects.toThrow(expect.objectContaining({ code: rpcError.aborted }))
  expect(engine.loaded()).toMatchObject({ id: 'tiny', state: 'ready' })
  stop.abort()
  const last = await lastOf({ [Symbol.asyncIterator]: () => events })

  expect(last).toMatchObject({ type: 'end', stop: 'aborted' })
  await other
  expect(engine.loaded()).toMatchObject({ id: 'demo', state: 'ready' })
})

async function lastOf<T>(items: AsyncIterable<T>): Promise<T | undefined> {
  return (await Array.fromAsync(items)).at(-1)
}
