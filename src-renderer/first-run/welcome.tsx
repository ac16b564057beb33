import { useStore } from 'zustand'
import { useWords } from '../language/use-words.ts'
import { PersonaChoice } from '../personas/persona-choice.tsx'
import { usePage } from '../use-page.ts'
import { SampleQuestions } from './sample-questions.tsx'

/** An empty chat once everything is here, or the steps were skipped. */
export function Welcome({ isReady }: { readonly isReady: boolean }) {
  const { firstRun } = usePage()
  const t = useWords('firstRun')
  const skip = useStore(firstRun, (state) => state.skip)
  return (
    <>
      <h2>{t('ask')}</h2>
      <p>{t(isReady ? 'askAbout' : 'notSetUp')}</p>
      {isReady ? (
        <SampleQuestions />
      ) : (
        <p>
          <button type="button" className="button" onClick={() => skip(false)}>
            {t('setUp')}
          </button>
        </p>
      )}
      <PersonaChoice />
    </>
  )
}
