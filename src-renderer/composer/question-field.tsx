import type { ClipboardEvent, KeyboardEvent, RefObject } from 'react'
import { useStore } from 'zustand'
import { useWords } from '../language/use-words.ts'
import type { TemplateMenu } from '../templates/use-template-menu.ts'
import { usePage } from '../use-page.ts'
import { pastedAttachment } from './pasted.ts'
import { putText } from './put-text.ts'
import type { Attaching } from './use-attach.ts'
import { useRecall } from './use-recall.ts'

export interface QuestionFieldProps {
  readonly field: RefObject<HTMLTextAreaElement | null>
  /** Whose words it holds. */
  readonly owner: string
  readonly placeholder: string
  readonly menu: TemplateMenu
  readonly attach: Attaching
  readonly onWrite: (text: string) => void
  readonly onKeep: () => void
  readonly onSend: () => void
}

export function QuestionField({ field, owner, placeholder, menu, attach, onWrite, onKeep, onSend }: QuestionFieldProps) {
  const t = useWords('composer')
  const { settings: settingStore, drafts } = usePage()
  const sendsOn = useStore(settingStore, ({ settings }) => settings.send_key)
  const text = useStore(drafts, ({ texts }) => texts[owner] ?? '')
  const recall = useRecall(onWrite)
  const onKeyDown = (event: KeyboardEvent<HTMLTextAreaElement>): void => {
    // While an input method composes, Enter and the arrows choose a word.
    if (event.nativeEvent.isComposing) return
    if (menu.press(event) || recall(event)) return event.preventDefault()
    if (event.key !== 'Enter' || event.shiftKey || event.altKey) return
    const hasMod = event.ctrlKey || event.metaKey
    if (sendsOn === 'mod_enter' && !hasMod) return
    event.preventDefault()
    onSend()
  }
  const onPaste = (event: ClipboardEvent<HTMLTextAreaElement>): void => {
    const pasted = pastedAttachment(event.clipboardData)
    if (!pasted) return
    event.preventDefault()
    if (pasted.kind === 'files') return attach.files(pasted.files)
    const { currentTarget: target } = event
    attach.text(pasted.text, { inline: (inline) => putText(target, inline, onWrite) })
  }
  return (
    <textarea
      ref={field}
      rows={1}
      aria-label={t('question')}
      aria-autocomplete="list"
      aria-controls={menu.activeId === undefined ? undefined : menu.listId}
      aria-activedescendant={menu.activeId}
      placeholder={placeholder}
      value={text}
      onChange={(event) => onWrite(event.target.value)}
      onSelect={(event) => menu.look(event.currentTarget)}
      onBlur={onKeep}
      onKeyDown={onKeyDown}
      onPaste={onPaste}
    />
  )
}
