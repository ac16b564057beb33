import { expect, test, vi } from 'vitest'
import { createPages, type PagesDeps } from '../../src-renderer/pages-on-demand.ts'

type Bodies = Awaited<ReturnType<PagesDeps['fetch']>>

test('what could not be fetched loads the window anew when it is wanted again, and not before', async () => {
  const reload = vi.fn()
  const pages = createPages({ fetch: () => Promise.reject(new Error('cut off')), reload, wasReloaded: false })

  await expect(pages.getState().load()).rejects.toThrow('cut off')
  expect(reload).not.toHaveBeenCalled()
  await pages.getState().load()

  expect(reload).toHaveBeenCalledOnce()
})

test('a window that was loaded anew says what fails again, instead of loading itself for ever', async () => {
  const pages = createPages({
    ...{ fetch: () => Promise.reject(new Error('cut off')), reload: () => expect.unreachable(), wasReloaded: true },
  })

  await expect(pages.getState().load()).rejects.toThrow('cut off')
  await expect(pages.getState().load()).rejects.toThrow('cut off')
})

test('what came is fetched once and shown', async () => {
  const bodies = {} as Bodies
  const fetch = vi.fn(async () => bodies)
  const pages = createPages({ fetch, reload: () => expect.unreachable(), wasReloaded: false })

  await pages.getState().load()
  await pages.getState().load()

  expect([pages.getState().pages, fetch.mock.calls.length]).toEqual([bodies, 1])
})
