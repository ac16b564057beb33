import { Download } from 'lucide-react'
import { useRef, useState } from 'react'
import type { UpdateFound, UpdateProgress } from '../../src-shared/desktop/updates.ts'
import { useWords, type Words } from '../language/use-words.ts'
import { Option } from '../settings/option.tsx'
import { usePage } from '../use-page.ts'

type UpdateStep =
  | { readonly step: 'idle' | 'looking' | 'newest' }
  | { readonly step: 'found' | 'ready'; readonly found: UpdateFound }
  | { readonly step: 'downloading'; readonly found: UpdateFound; readonly progress: UpdateProgress }

/** Asks for a new version, fetches and installs it: one step at a time, each by a press. */
export function UpdateOption() {
  const t = useWords('window')
  const { link, toasts } = usePage()
  const { updates } = link.api
  const [state, setState] = useState<UpdateStep>({ step: 'idle' })
  const stopping = useRef(new AbortController())

  const attempt = (back: UpdateStep, work: () => Promise<void>): void =>
    void toasts.getState().attempt(async () => {
      try {
        await work()
      } catch (error) {
        setState(back)
        if (!stopping.current.signal.aborted) throw error
      }
    })
  const look = (): void =>
    attempt({ step: 'idle' }, async () => {
      setState({ step: 'looking' })
      const found = await updates.look(undefined)
      setState(found === null ? { step: 'newest' } : { step: 'found', found })
    })
  const download = (found: UpdateFound): void =>
    attempt({ step: 'found', found }, async () => {
      stopping.current = new AbortController()
      setState({ step: 'downloading', found, progress: { done_bytes: 0, total_bytes: found.size_bytes } })
      for await (const progress of updates.download(undefined, stopping.current.signal)) {
        setState({ step: 'downloading', found, progress })
      }
      setState({ step: 'ready', found })
    })
  const install = (): void => attempt(state, () => updates.install(undefined))

  return (
    <Option Icon={Download} title={t('update.title')} about={<span aria-live="polite">{updateSentence(t, state)}</span>}>
      <UpdateButton state={state} {...{ look, download, install }} stop={() => stopping.current.abort()} />
    </Option>
  )
}

interface UpdateButtonProps {
  readonly state: UpdateStep
  readonly look: () => void
  readonly download: (found: UpdateFound) => void
  readonly install: () => void
  readonly stop: () => void
}

function UpdateButton({ state, look, download, install, stop }: UpdateButtonProps) {
  const t = useWords('window')
  const names = {
    idle: t('update.look'),
    newest: t('update.look'),
    looking: t('update.look'),
    found: t('update.download'),
    downloading: t('update.stop'),
    ready: t('update.install'),
  }
  const press = (): void => {
    if (state.step === 'idle' || state.step === 'newest') look()
    if (state.step === 'found') download(state.found)
    if (state.step === 'downloading') stop()
    if (state.step === 'ready') install()
  }
  return (
    <button type="button" className="button sm" disabled={state.step === 'looking'} onClick={press}>
      {names[state.step]}
    </button>
  )
}

/** What is known of new versions now. */
export function updateSentence(t: Words<'window'>, state: UpdateStep): string {
  switch (state.step) {
    case 'idle':
      return t('update.about')
    case 'looking':
      return t('update.looking')
    case 'newest':
      return t('update.newest')
    case 'found':
      return t('update.found', { version: state.found.version, size: state.found.size_bytes })
    case 'downloading':
      return t('update.downloading', { done: state.progress.done_bytes, total: state.progress.total_bytes })
    case 'ready':
      return t('update.ready', { version: state.found.version })
  }
}
