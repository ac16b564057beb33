import { Ellipsis, RefreshCw, Trash2 } from 'lucide-react'
import type { MessageRow } from '../../src-shared/rows/message.ts'
import { useWords } from '../language/use-words.ts'
import { Menu } from '../ui/menu.tsx'
import { usePage } from '../use-page.ts'
import { useChatModel } from './use-chat-model.ts'
import { useDelete } from './use-delete.ts'

/** What is rarely done with an answer: another model, taking it out. */
export function AnswerMenu({ row, isBusy }: { readonly row: MessageRow; readonly isBusy: boolean }) {
  const { thread, choices } = usePage()
  const t = useWords('thread')
  const { ready } = useChatModel()
  const remove = useDelete(row)
  if (isBusy) return null
  return (
    <Menu label={t('act.more')} className="act" face={<Ellipsis className="small" />}>
      {ready.length > 1 ? <p>{t('act.withModel')}</p> : null}
      {(ready.length > 1 ? ready : []).map(({ id, name }) => (
        <button key={id} type="button" onClick={() => void thread.getState().regenerate(row.id, choices.getState().think, id)}>
          <RefreshCw className="small" />
          <span className="cut">{name}</span>
        </button>
      ))}
      <button type="button" onClick={remove}>
        <Trash2 className="small" />
        {t('act.deleteAnswer')}
      </button>
    </Menu>
  )
}
