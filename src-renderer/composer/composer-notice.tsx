import { Gauge, TriangleAlert, X } from 'lucide-react'
import { useStore } from 'zustand'
import { chatError } from '../../src-shared/desktop/chat.ts'
import { errorSentence } from '../../src-shared/errors/error-sentence.ts'
import { usePage } from '../use-page.ts'

/** Why the question was not asked, on top of its words, with the one thing to do about it. */
export function ComposerNotice() {
  const { thread } = usePage()
  const fault = useStore(thread, (state) => state.fault)
  if (fault === null) return null
  return (
    <div className="limit" role="alert">
      {fault.code === chatError.quotaExceeded ? <Gauge className="warn" /> : <TriangleAlert className="warn" />}
      <p>{errorSentence(fault)}</p>
      <NoticeAction code={fault.code} />
      <button type="button" className="icon-button" aria-label="Close" onClick={() => thread.getState().forgetFault()}>
        <X />
      </button>
    </div>
  )
}

function NoticeAction({ code }: { readonly code: string }) {
  const { thread, models, place, toasts } = usePage()
  const addDemo = async (): Promise<void> => {
    await models.getState().addDemo()
    thread.getState().forgetFault()
  }
  if (code === chatError.noModel)
    return (
      <button type="button" className="button sm" onClick={() => void toasts.getState().attempt(addDemo)}>
        Add the demo model
      </button>
    )
  if (code === chatError.modelNotReady)
    return (
      <button type="button" className="button sm" onClick={() => place.getState().go({ page: 'models' })}>
        Open models
      </button>
    )
  return null
}
