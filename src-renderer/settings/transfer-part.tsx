import { Download, FileText, Square, Upload } from 'lucide-react'
import { type ChangeEvent, useRef } from 'react'
import { useStore } from 'zustand'
import { useWords } from '../language/use-words.ts'
import { saveFile } from '../ui/save-file.ts'
import { usePage } from '../use-page.ts'
import { ImportReportNote } from './import-report-note.tsx'
import { Option, Options } from './option.tsx'

/** Everything out into a file, and in from one. */
export function TransferPart() {
  const t = useWords('settings')
  const { transfer } = usePage()
  const report = useStore(transfer, (state) => state.report)
  const stoppedAt = useStore(transfer, (state) => state.stoppedAt)
  return (
    <div className="settings-part">
      <div className="row settings-head">
        <h2>{t('transfer.title')}</h2>
      </div>
      <Options label={t('transfer.title')}>
        <ExportOption format="hearth" />
        <ExportOption format="markdown" />
        <ImportOption />
      </Options>
      <Progress />
      {report ? <ImportReportNote report={report} /> : null}
      {stoppedAt === null ? null : (
        <p className="cap" role="status">
          {t('transfer.stopped', { count: stoppedAt })}
        </p>
      )}
    </div>
  )
}

const files = { hearth: 'hearth-library.jsonl', markdown: 'hearth-chats.zip' } as const

function ExportOption({ format }: { readonly format: keyof typeof files }) {
  const t = useWords('settings')
  const { transfer, toasts } = usePage()
  const isBusy = useStore(transfer, ({ work }) => work !== null)
  const save = (): void =>
    void toasts.getState().attempt(async () => {
      const blob = await transfer.getState().exportAll(format)
      if (blob) saveFile(files[format], blob)
    })
  return (
    <Option
      Icon={format === 'hearth' ? Download : FileText}
      title={t(`transfer.${format}.title`)}
      about={t(`transfer.${format}.about`)}
    >
      <button type="button" className="button" disabled={isBusy} aria-label={t(`transfer.${format}.title`)} onClick={save}>
        {t('transfer.export')}
      </button>
    </Option>
  )
}

function ImportOption() {
  const t = useWords('settings')
  const { transfer, toasts } = usePage()
  const isBusy = useStore(transfer, ({ work }) => work !== null)
  const field = useRef<HTMLInputElement>(null)
  const take = ({ target }: ChangeEvent<HTMLInputElement>): void => {
    const [file] = target.files ?? []
    if (file) void toasts.getState().attempt(() => transfer.getState().importFile(file))
    // The same file may be chosen again.
    target.value = ''
  }
  return (
    <Option Icon={Upload} title={t('transfer.import.title')} about={t('transfer.import.about')}>
      <input
        ref={field}
        type="file"
        hidden
        aria-label={t('transfer.import.title')}
        accept=".zip,.json,.jsonl,application/json,application/zip"
        onChange={take}
      />
      <button type="button" className="button" disabled={isBusy} onClick={() => field.current?.click()}>
        {t('transfer.import.choose')}
      </button>
    </Option>
  )
}

function Progress() {
  const t = useWords('settings')
  const { transfer } = usePage()
  const work = useStore(transfer, (state) => state.work)
  if (work === null) return null
  const { kind, done, total } = work
  const words = total === 0 ? t(`transfer.${kind}Begins`) : t(`transfer.${kind}ing`, { done, total })
  return (
    <div className="card transfer-work">
      <p role="status">{words}</p>
      <progress aria-label={words} max={Math.max(1, total)} value={done} />
      <button type="button" className="button sm" onClick={transfer.getState().stop}>
        <Square className="small" /> {t('transfer.stop')}
      </button>
    </div>
  )
}
