import { expect, test } from 'vitest'
import { engineError } from '../../../src-shared/engine/lifecycle.ts'
import { llamaError } from '../../../src-shared/engine/llama.ts'
import { scriptedAnswer } from '../../helpers/models/scripted-model.ts'
import { ensureTestModels } from '../../helpers/models/test-models.ts'
import { answerOf, cpuPlan, createLlamaBed, question, signal } from './llama-bed.ts'
import { processEnd } from './process-end.ts'

const { scripted, tinyRandom, demo } = await ensureTestModels('scripted', 'tinyRandom', 'demo')
const model = { id: 'scripted', path: scripted }

test('a child killed in mid-answer fails that answer as crashed; the next one has the model again', async () => {
  await using bed = createLlamaBed()
  const { engine, supervised } = bed
  await engine.ensureLoaded({ id: 'tiny', path: tinyRandom }, [cpuPlan], { signal })
  const states: unknown[] = []
  using _ = engine.onState((loaded) => states.push(loaded?.state))

  const answering = async () => {
    for await (const { type } of engine.generate(question('Go on for ever.', { max_tokens: 3_000 }), signal))
      if (type === 'text') process.kill(supervised.state().pid ?? 0, 'SIGKILL')
  }

  await expect(answering()).rejects.toThrow(
    expect.objectContaining({ code: engineError.crashed, data: { signal: 'SIGKILL', exit_code: null, stage: 'generate' } }),
  )
  expect(engine.loaded()).toMatchObject({ id: 'tiny', state: 'failed', fault: { code: engineError.crashed } })
  expect((await answerOf(engine.generate(question('Again?', { max_tokens: 5 }), signal))).end.completion_tokens).toBe(5)
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

  process.kill(supervised.state().pid ?? 0, 'SIGKILL')
  await failed.promise

  expect(engine.loaded()).toMatchObject({ fault: { code: engineError.crashed, data: { stage: 'idle' } } })
  expect((await answerOf(engine.generate(question('How are you?'), signal))).text).toBe(scriptedAnswer)
})

test('asking for the model that is in memory does not load it again; another one takes its place in the same child', async () => {
  await using bed = createLlamaBed()
  const { engine, supervised } = bed
  const first = await engine.ensureLoaded(model, [cpuPlan], { signal })

  const again = await engine.ensureLoaded(model, [{ ...cpuPlan, context_size: 1024 }], { signal })
  const other = await engine.ensureLoaded({ id: 'demo', path: demo }, [{ ...cpuPlan, context_size: 2048 }], { signal })

  expect(again).toEqual(first)
  expect(other.context_size).toBe(2048)
  expect(supervised.state().run).toBe(1)
  const passages =
    'Sources:\n[1] The rent is due on Mondays. Dogs may live here.\n[2] Notice takes three months.\n\nQuestion: May dogs live here?'
  expect((await answerOf(engine.generate(question(passages), signal))).text).toBe('Dogs may live here. [1]')
})

test('after its idle time the model is gone from memory, and comes back for the next question', async () => {
  await using bed = createLlamaBed({ idleMs: 100 })
  const { engine, supervised } = bed
  const gone = Promise.withResolvers<void>()
  await engine.ensureLoaded(model, [cpuPlan], { signal })
  const { pid } = supervised.state()
  using _ = engine.onState((loaded) => {
    if (loaded === null) gone.resolve()
  })

  await gone.promise

  await processEnd(pid ?? 0)
  expect((await answerOf(engine.generate(question('How are you?'), signal))).text).toBe(scriptedAnswer)
})

test('unloading ends the child, and a question without a model is refused', async () => {
  await using bed = createLlamaBed()
  const { engine, supervised } = bed
  await engine.ensureLoaded(model, [cpuPlan], { signal })
  const { pid } = supervised.state()

  await engine.unload()

  await processEnd(pid ?? 0)
  expect(engine.loaded()).toBeNull()
  await expect(answerOf(engine.generate(question('How are you?'), signal))).rejects.toThrow(
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
  process.kill(supervised.state().pid ?? 0, 'SIGKILL')
  await looped.promise

  await expect(engine.devices(signal)).rejects.toThrow(expect.objectContaining({ code: engineError.crashLoop }))
  await engine.ensureLoaded(model, [cpuPlan], { signal })

  expect((await answerOf(engine.generate(question('How are you?'), signal))).text).toBe(scriptedAnswer)
})
