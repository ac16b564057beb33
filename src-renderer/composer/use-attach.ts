import { useWords } from '../language/use-words.ts'
import { usePage } from '../use-page.ts'
import type { FileToAttach } from './attachment-store.ts'
import { freeName } from './pasted.ts'

export interface Attaching {
  files(files: readonly FileToAttach[]): void
  text(text: string, goesOn: TextGoesOn): void
}

export interface TextGoesOn {
  /** Puts the text where it was meant to go, as long as the same chat is shown: it could not be attached, or is wanted there after all. */
  readonly inline: (text: string) => void
  readonly onAttached?: () => void
}

/** Attaches to this chat; `new` is the one that does not exist yet. */
export function useAttach(owner: string): Attaching {
  const { attachments, toasts, thread, drafts } = usePage()
  const t = useWords('composer')
  const attempt = (work: () => Promise<unknown>): void => void toasts.getState().attempt(work)

  async function attachText(text: string, { inline, onAttached }: TextGoesOn): Promise<void> {
    const { rows, addText, remove } = attachments.getState()
    const taken = [...rows.values()].filter((row) => row.owner === owner).map(({ name }) => name)
    const id = await addText(owner, { name: freeName(t('pastedText'), taken), text })
    const putBack = (): void => {
      if ((thread.getState().conversationId ?? 'new') === owner) return inline(text)
      const { texts, write } = drafts.getState()
      write(owner, joined(texts[owner] ?? '', text))
    }
    if (id === undefined) return putBack()
    onAttached?.()
    const undo = async (): Promise<void> => {
      await remove(id)
      putBack()
    }
    toasts.getState().show({
      kind: 'note',
      text: t('pastedAs'),
      action: { label: t('pasteInline'), run: () => attempt(undo) },
    })
  }

  return {
    files: (files) => attempt(() => attachments.getState().add(owner, files)),
    text: (text, goesOn) => attempt(() => attachText(text, goesOn)),
  }
}

/** Words that were typed since stay in front. */
export const joined = (typed: string, text: string): string => (typed.trim() === '' ? text : `${typed.trimEnd()}\n\n${text}`)
