import { useEffect, useState } from 'react'
import type { z } from 'zod'
import { useStore } from 'zustand'
import type { KeptForm } from '../../src-shared/rows/conversation.ts'
import { usePage } from '../use-page.ts'

export interface OpenForm<T> {
  /** What stands in its fields; null while it is closed. */
  readonly fields: T | null
  /** Shows it; nothing is kept before something is typed. */
  open(fields: T): void
  type(fields: T): void
  /** It was saved, or left on purpose. */
  close(): void
}

/**
 * A form that is open again, with what was typed in it, after the window was locked, loaded anew or crashed: its fields are a draft
 * in the store until it is saved or left.
 */
export function useKeptForm<T>(id: KeptForm, schema: z.ZodType<T>): OpenForm<T> {
  const { drafts, link } = usePage()
  const isConnected = useStore(link.state, ({ status }) => status === 'connected')
  const [fields, setFields] = useState(() => understand(schema, drafts.getState().texts[id]))
  useEffect(() => {
    if (!isConnected || id in drafts.getState().texts) return
    const { read } = drafts.getState()
    const show = (): void => setFields((now) => now ?? understand(schema, drafts.getState().texts[id]))
    // One that cannot be read now is read with the next connection.
    void read(id).then(show, () => {})
  }, [id, schema, isConnected, drafts])
  const write = (text: string): void => drafts.getState().write(id, text)
  return {
    fields,
    open: setFields,
    type(typed) {
      setFields(typed)
      write(JSON.stringify(typed))
    },
    close() {
      setFields(null)
      write('')
      void drafts.getState().keep(id)
    },
  }
}

/** Null for none, and for what another version of the app has kept. */
function understand<T>(schema: z.ZodType<T>, text = ''): T | null {
  if (text === '') return null
  try {
    return schema.safeParse(JSON.parse(text)).data ?? null
  } catch {
    return null
  }
}
