import { type KeyboardEvent, useEffect, useRef } from 'react'
import type { MessageRow } from '../../src-shared/rows/message.ts'
import { useWords } from '../language/use-words.ts'
import { usePage } from '../use-page.ts'

/** In the place of a question: another version of it, with an answer of its own. */
export function QuestionEditor({ row, text }: { readonly row: MessageRow; readonly text: string }) {
  const { thread, choices, drafts } = usePage()
  const t = useWords('thread')
  const field = useRef<HTMLTextAreaElement>(null)
  useEffect(() => field.current?.focus({ preventScroll: true }), [])
  const { write, keep, hide } = drafts.getState()
  const close = (): void => {
    thread.getState().edit(row.id, null)
    document.querySelector<HTMLElement>('.thread')?.focus({ preventScroll: true })
  }
  const end = (): void => {
    close()
    write(row.id, '')
    void keep(row.id)
  }
  const send = async (): Promise<void> => {
    const words = text.trim()
    if (words === '') return
    // Kept until it is asked: both ends may go before that.
    void keep(row.id)
    hide(row.id)
    close()
    const isAsked = await thread.getState().send({ text: words, think: choices.getState().think, parentId: row.parent_id })
    write(row.id, isAsked ? '' : words)
    // A version that could not be asked is not lost: it is edited again.
    if (!isAsked) thread.getState().edit(row.id, words)
  }
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.nativeEvent.isComposing) return
    if (event.key === 'Escape') end()
    if (event.key !== 'Enter' || event.shiftKey) return
    event.preventDefault()
    void send()
  }
  return (
    <article className="turn" aria-label={t('editQuestion')}>
      <div className="editor">
        <textarea
          aria-label={t('questionField')}
          value={text}
          ref={field}
          onChange={({ target: { value } }) => {
            thread.getState().edit(row.id, value)
            write(row.id, value)
          }}
          onKeyDown={onKeyDown}
        />
        <div className="row">
          <span className="cap">{t('editing')}</span>
          <button type="button" className="button sm quiet push" onClick={end}>
            {t('act.cancel')}
          </button>
          <button type="button" className="button sm" onClick={() => void send()} disabled={text.trim() === ''}>
            {t('act.send')}
          </button>
        </div>
      </div>
    </article>
  )
}
