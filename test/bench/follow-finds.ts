import type { Page } from 'playwright'
import { waitFor } from '../helpers/wait-for.ts'

export interface Finds {
  /** Resolves once the page asked since the last call, and what it asked last was answered: what came before may have been given up. */
  answered(): Promise<void>
}

/** Listens to what a page asks and gets, on every socket that it opens from now on. */
export function followFinds(page: Page): Finds {
  let asked: number | undefined
  let isAnswered = false
  page.on('websocket', (socket) => {
    socket.on('framesent', ({ payload }) => {
      const { id, path } = readFrame(payload)
      if (path !== 'find.everything') return
      asked = id
      isAnswered = false
    })
    socket.on('framereceived', ({ payload }) => {
      if (asked !== undefined && readFrame(payload).id === asked) isAnswered = true
    })
  })
  return {
    async answered() {
      await waitFor('what was found', () => (isAnswered ? true : undefined))
      asked = undefined
      isAnswered = false
    },
  }
}

const readFrame = (payload: string | Buffer): { readonly id?: number; readonly path?: string } =>
  typeof payload === 'string' ? JSON.parse(payload) : {}
