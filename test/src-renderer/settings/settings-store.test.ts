import { expect, test } from 'vitest'
import { createSettingsStore } from '../../../src-renderer/settings/settings-store.ts'
import { defaultSettings, type Settings, settings } from '../../../src-shared/desktop/settings.ts'
import { AppError, rpcError } from '../../../src-shared/rpc/errors.ts'
import { serveFeatures } from '../serve-features.ts'

function open() {
  const core = { settings: defaultSettings, isThere: true }
  const { api, end } = serveFeatures(
    { settings },
    {
      settings: {
        get: () => core.settings,
        change({ system_prompt = '' }) {
          if (!core.isThere) throw new AppError(rpcError.disconnected)
          core.settings = { ...core.settings, system_prompt }
          return core.settings
        },
      },
    },
  )
  return { core, store: createSettingsStore({ api, delayMs: 1 }), end }
}

test('a system prompt that is typed is kept without leaving its field, and shown until the core has it', async () => {
  const { core, store, end } = open()

  store.getState().typePrompt('Answer in French.')
  expect(store.getState().typedPrompt).toBe('Answer in French.')

  await expect.poll(() => core.settings.system_prompt).toBe('Answer in French.')
  await expect.poll(() => store.getState().typedPrompt).toBe(null)
  end()
})

test('a system prompt that cannot be kept stays in its field, and is kept when the connection is back', async () => {
  const { core, store, end } = open()
  core.isThere = false
  store.getState().typePrompt('Answer in French.')
  await expect(store.getState().keepPrompt()).rejects.toMatchObject({ code: rpcError.disconnected })
  expect(store.getState()).toMatchObject({ typedPrompt: 'Answer in French.', settings: { system_prompt: '' } })

  core.isThere = true
  await store.getState().reread()

  expect(core.settings.system_prompt).toBe('Answer in French.')
  expect(store.getState().typedPrompt).toBe(null)
  end()
})

test('the theme pressed twice on a slow core stays at the second: the first answer takes nothing back, and a refusal only its own', async () => {
  const answers: PromiseWithResolvers<Partial<Settings>>[] = []
  let known = defaultSettings
  const change = async (): Promise<Settings> => {
    const answer = Promise.withResolvers<Partial<Settings>>()
    answers.push(answer)
    known = { ...known, ...(await answer.promise) }
    return known
  }
  const { api, end } = serveFeatures({ settings }, { settings: { get: () => known, change } })
  const store = createSettingsStore({ api })
  const seen: string[] = []
  store.subscribe((state) => seen.push(state.settings.theme))

  const first = store.getState().change({ theme: 'dark' })
  const second = store.getState().change({ theme: 'light' })
  const third = store.getState().change({ text_size: 'large' })
  await expect.poll(() => answers.length).toBe(3)
  answers[0]?.resolve({ theme: 'dark' })
  await first
  answers[1]?.resolve({ theme: 'light' })
  await second
  const before = store.getState().settings.text_size
  answers[2]?.reject(new AppError(rpcError.disconnected))
  await expect(third).rejects.toMatchObject({ code: rpcError.disconnected })

  expect(seen.slice(seen.indexOf('light'))).not.toContain('dark')
  expect([before, store.getState().settings]).toEqual(['large', { ...defaultSettings, theme: 'light' }])
  end()
})
