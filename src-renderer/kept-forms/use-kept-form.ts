import { useEffect, useState } from 'react'
import type { z } from 'zod'
import { useStore } from 'zustand'
import type { KeptForm } from '../../src-shared/rows/conversation.ts'
import { usePage } from '../use-page.ts'
import { isChanged, openedWith, readForm, type WrittenForm } from './written-form.ts'

export interface OpenForm<T> {
  /** What stands in its fields; null while it is closed. */
  readonly fields: T | null
  /** Whether something was typed that is in no row yet. */
  readonly isChanged: boolean
  /** Shows it, with what was typed when it was left the last time; nothing is kept before something is typed. */
  open(fields: T): void
  type(fields: T): void
  /** Escape: what was typed is there when it is opened again. */
  leave(): void
  /** It was saved, or cancelled. */
  close(): void
}

/**
 * A form that is open again, with what was typed in it, after the window was locked, loaded anew or crashed: its fields are a draft
 * in the store until it is saved or cancelled.
 */
export function useKeptForm<T>(id: KeptForm, schema: z.ZodType<T>): OpenForm<T> {
  const { drafts } = usePage()
  const read = (): WrittenForm<T> | null => readForm(schema, drafts.getState().texts[id])
  const [form, setForm] = useState(() => openOnly(read()))
  useKeptWords(id, () => setForm((now) => now ?? openOnly(read())))
  const write = (text: string): void => {
    drafts.getState().write(id, text)
    void drafts.getState().keep(id)
  }
  return {
    fields: form?.fields ?? null,
    isChanged: form !== null && isChanged(form),
    open(fields) {
      const opened = openedWith(fields)
      const last = read()
      setForm(last?.of === opened.of ? { ...last, isLeft: false } : opened)
    },
    type(fields) {
      const typed = { ...(form ?? openedWith(fields)), fields }
      setForm(typed)
      drafts.getState().write(id, JSON.stringify(typed))
    },
    leave() {
      setForm(null)
      if (form !== null && isChanged(form)) write(JSON.stringify({ ...form, isLeft: true }))
      else if (form !== null) forget(form)
    },
    close() {
      setForm(null)
      if (form !== null) forget(form)
    },
  }

  /** Another one that was left stays. */
  function forget({ of }: WrittenForm<T>): void {
    const last = read()
    if (last === null || !last.isLeft || last.of === of) write('')
  }
}

/** One that was left waits until it is asked for. */
const openOnly = <T>(form: WrittenForm<T> | null): WrittenForm<T> | null => (form?.isLeft ? null : form)

/** Reads what is kept of it, once there is a core to ask. */
function useKeptWords(id: KeptForm, onRead: () => void): void {
  const { drafts, link } = usePage()
  const isConnected = useStore(link.state, ({ status }) => status === 'connected')
  // biome-ignore lint/correctness/useExhaustiveDependencies: what is done with it is the same, however often it is drawn
  useEffect(() => {
    if (!isConnected || id in drafts.getState().texts) return
    // One that cannot be read now is read with the next connection.
    void drafts
      .getState()
      .read(id)
      .then(onRead, () => {})
  }, [id, isConnected, drafts])
}
