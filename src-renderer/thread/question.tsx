import { Pencil } from 'lucide-react'
import { memo, useState } from 'react'
import { useStore } from 'zustand'
import type { MessageRow } from '../../src-shared/rows/message.ts'
import { CopyButton } from '../ui/copy-button.tsx'
import { usePage } from '../use-page.ts'
import { SiblingSwitch } from './sibling-switch.tsx'

export const Question = memo(function Question({ row }: { readonly row: MessageRow }) {
  const { thread } = usePage()
  const [isEditing, setEditing] = useState(false)
  const isBusy = useStore(thread, ({ items }) => items.at(-1)?.status === 'writing')
  if (isEditing) return <QuestionEditor row={row} onDone={() => setEditing(false)} />
  return (
    <article className="turn mine" aria-label="Your question">
      <div className="me">{row.text}</div>
      <div className="acts">
        <SiblingSwitch id={row.id} />
        <CopyButton text={row.text} label="Copy question" />
        <button type="button" className="act" disabled={isBusy} onClick={() => setEditing(true)}>
          <Pencil className="small" /> <span className="word">Edit</span>
        </button>
      </div>
    </article>
  )
})

function QuestionEditor({ row, onDone }: { readonly row: MessageRow; readonly onDone: () => void }) {
  const { thread, choices, drafts } = usePage()
  const [text, setText] = useState(row.text)
  const send = async (): Promise<void> => {
    const words = text.trim()
    if (words === '') return
    onDone()
    const isAsked = await thread.getState().send({ text: words, think: choices.getState().think, parentId: row.parent_id })
    // A version that could not be asked is not lost: it waits in the composer.
    if (!isAsked) drafts.getState().write(row.conversation_id, words)
  }
  return (
    <article className="turn" aria-label="Edit your question">
      <div className="editor">
        <textarea
          aria-label="Question"
          value={text}
          ref={(field) => field?.focus()}
          onChange={(event) => setText(event.target.value)}
          onKeyDown={(event) => {
            if (event.nativeEvent.isComposing) return
            if (event.key === 'Escape') onDone()
            if (event.key !== 'Enter' || event.shiftKey) return
            event.preventDefault()
            void send()
          }}
        />
        <div className="row">
          <span className="cap">The first version and its answers are kept.</span>
          <button type="button" className="button sm quiet push" onClick={onDone}>
            Cancel
          </button>
          <button type="button" className="button sm" onClick={() => void send()} disabled={text.trim() === ''}>
            Send
          </button>
        </div>
      </div>
    </article>
  )
}
