import { Check, Cpu } from 'lucide-react'
import { useStore } from 'zustand'
import type { LoadedModel } from '../../src-shared/desktop/models.ts'
import { useWords, type Words } from '../language/use-words.ts'
import { Menu } from '../ui/menu.tsx'
import { usePage } from '../use-page.ts'
import { useChatModel } from './use-chat-model.ts'

/** Which model answers in this chat, and whether it is in memory. */
export function ModelMenu() {
  const { models, place } = usePage()
  const t = useWords('thread')
  const { ready, model } = useChatModel()
  const inMemory = useStore(models, (state) => state.inMemory)
  const choose = useChooseModel()
  const loaded = inMemory !== null && inMemory.id === model?.id ? inMemory : null
  const name = model?.name ?? t('model.none')
  const face = (
    <>
      <span className={loaded?.state === 'ready' ? 'dot ready' : loaded?.state === 'loading' ? 'dot busy' : 'dot'} />
      <b className="cut">{name}</b>
      {loaded?.state === 'ready' ? <small>{loaded.gpu ?? t('model.cpu')}</small> : null}
    </>
  )
  return (
    <Menu label={t('model.chip', { name, state: stateWords(t, loaded) })} className="chip" face={face}>
      {ready.length > 0 ? <p>{t('model.choose')}</p> : null}
      {ready.map(({ id, name: each }) => (
        <button key={id} type="button" aria-pressed={id === model?.id} onClick={() => choose(id)}>
          {id === model?.id ? <Check className="small" /> : <span className="no-mark" />}
          <span className="cut">{each}</span>
        </button>
      ))}
      <button type="button" onClick={() => place.getState().go({ page: 'models' })}>
        <Cpu className="small" />
        {t('act.manageModels')}
      </button>
    </Menu>
  )
}

function useChooseModel(): (modelId: string) => void {
  const { thread, conversations, toasts } = usePage()
  return (modelId) => {
    const { conversationId, chooseModel } = thread.getState()
    if (conversationId === null) return chooseModel(modelId)
    void toasts.getState().attempt(() => conversations.getState().choose(conversationId, { model_id: modelId }))
  }
}

function stateWords(t: Words<'thread'>, loaded: LoadedModel | null): string {
  if (loaded?.state === 'ready') return t('model.inMemory')
  return loaded?.state === 'loading' ? t('model.isLoading') : t('model.later')
}
