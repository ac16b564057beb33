import './composer.css'
import { useCallback, useEffect, useRef } from 'react'
import { useStore } from 'zustand'
import { useWords } from '../language/use-words.ts'
import { TemplateMenuList } from '../templates/template-menu.tsx'
import { useTemplate } from '../templates/use-template.ts'
import { useTemplateMenu } from '../templates/use-template-menu.ts'
import { VariableForm } from '../templates/variable-form.tsx'
import { usePage } from '../use-page.ts'
import { AttachmentChips } from './attachment-chips.tsx'
import { type FileToAttach, waitingOf } from './attachment-store.ts'
import { useChatId } from './chat-id.ts'
import { ComposerBar } from './composer-bar.tsx'
import { ComposerNotice } from './composer-notice.tsx'
import { DropArea } from './drop-area.tsx'
import { LongTextHint } from './long-text-hint.tsx'
import { QuestionField } from './question-field.tsx'
import { isFull, sendBlock } from './send-block.ts'
import { joined, useAttach } from './use-attach.ts'
import { useCollections } from './use-collections.ts'
import { useDraft } from './use-draft.ts'
import { useReadAhead } from './use-read-ahead.ts'
import { useSend } from './use-send.ts'

/** A key that is typed draws the field again and nothing else: whoever needs the words reads them where they are. */
export function Composer() {
  const { thread, conversations, drafts } = usePage()
  const t = useWords('composer')
  const conversationId = useChatId()
  const row = useStore(conversations, (state) => (conversationId === null ? undefined : state.rows.get(conversationId)))
  const isWriting = useStore(thread, ({ items }) => items.at(-1)?.status === 'writing')
  const owner = conversationId ?? 'new'
  const { ids } = useCollections(row)
  const { write, keep, isConnected } = useDraft(owner)
  const field = useFocus(owner)
  const template = useTemplate({ owner, field, write })
  const menu = useTemplateMenu(owner, template.choose)
  const attach = useAttach(owner)
  const sending = useSend(owner)
  const { block, isUsedUp } = useBlock(owner, isConnected)
  const readAhead = useReadAhead({ owner, row, collectionIds: ids, isFree: isConnected && !isWriting && !isUsedUp })
  const { filling } = template
  const typed = (): string => drafts.getState().texts[owner] ?? ''
  const attachTyped = (): void => {
    const text = typed()
    attach.text(text, {
      inline: (back) => write(typed() === back ? back : joined(typed(), back)),
      // What was typed while it was handed over stays.
      onAttached: () => (typed() === text ? write('') : undefined),
    })
  }
  return (
    <form className="composer" aria-label={t('label')} onSubmit={(event) => event.preventDefault()}>
      <ComposerNotice />
      <AttachmentChips owner={owner} />
      {filling ? (
        <VariableForm filling={filling} onType={template.type} onDone={template.fill} onCancel={template.leave} />
      ) : null}
      <TemplateMenuList menu={menu} />
      <QuestionField
        field={field}
        owner={owner}
        placeholder={t(isUsedUp ? 'placeholderFull' : 'placeholder')}
        menu={menu}
        attach={attach}
        onWrite={(text) => {
          write(text)
          readAhead(text)
        }}
        onKeep={() => void keep()}
        onSend={() => (isWriting || block ? undefined : sending.send())}
      />
      <LongTextHint owner={owner} onAttach={attachTyped} />
      <ComposerBar row={row} attach={attach} sending={sending} block={block} isWriting={isWriting} />
      <DropArea onFiles={useStable(attach.files)} />
    </form>
  )
}

function useBlock(owner: string, isConnected: boolean) {
  const { usage, attachments, drafts } = usePage()
  const isUsedUp = useStore(usage, ({ summary }) => isFull(summary))
  const hasAttachments = useStore(attachments, (state) => waitingOf(state, owner).length > 0)
  const block = useStore(drafts, ({ texts }) =>
    sendBlock({ text: texts[owner] ?? '', hasAttachments, isFull: isUsedUp, isConnected }),
  )
  return { isUsedUp, block }
}

function useFocus(owner: string) {
  const { place } = usePage()
  const field = useRef<HTMLTextAreaElement>(null)
  // biome-ignore lint/correctness/useExhaustiveDependencies: a chat that is opened is ready to be written in
  useEffect(() => {
    if (!place.getState().keepsFocus) field.current?.focus({ preventScroll: true })
  }, [owner])
  return field
}

/** The same function for as long as the composer is there, whatever it closes over now. */
function useStable(onFiles: (files: readonly FileToAttach[]) => void) {
  const newest = useRef(onFiles)
  newest.current = onFiles
  return useCallback((files: readonly FileToAttach[]) => newest.current(files), [])
}
