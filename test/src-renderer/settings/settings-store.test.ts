import { expect, test } from 'vitest'
import { createSettingsStore } from '../../../src-renderer/settings/settings-store.ts'
import { defaultSettings, settings } from '../../../src-shared/desktop/settings.ts'
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
