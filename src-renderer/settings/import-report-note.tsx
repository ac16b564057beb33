import { CircleCheck } from 'lucide-react'
import type { ImportReport } from '../../src-shared/desktop/transfer.ts'
import { useWords, type Words } from '../language/use-words.ts'

/** What came in, what was here, what did not come in and why. */
export function ImportReportNote({ report }: { readonly report: ImportReport }) {
  const t = useWords('settings')
  const { added, completed, messages, skipped, examples } = report
  const lines = linesOf(t, report)
  return (
    <div className="card import-report" role="status">
      <p className="row">
        <CircleCheck className="ok" /> <b>{t('report.head', { count: added + completed, messages })}</b>
      </p>
      {lines.length > 0 ? (
        <ul>
          {lines.map((line) => (
            <li key={line}>{line}</li>
          ))}
        </ul>
      ) : null}
      {skipped > 0 ? (
        <>
          <p>{t('report.skipped', { count: skipped })}</p>
          <ul>
            {examples.map(({ title, reason }, index) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: two may have the same name and reason, and none moves.
              <li key={index}>
                <b>{title === '' ? t('report.noTitle') : title}</b>: {t(`report.reason.${reason}`)}
              </li>
            ))}
          </ul>
        </>
      ) : null}
    </div>
  )
}

function linesOf(t: Words<'settings'>, { known, completed, folders, personas, left_out }: ImportReport): string[] {
  const counted = [
    [known, t('report.known', { count: known })],
    [completed, t('report.completed', { count: completed })],
    [folders, t('report.folders', { count: folders })],
    [personas, t('report.personas', { count: personas })],
    [left_out.images, t('report.images', { count: left_out.images })],
    [left_out.files, t('report.files', { count: left_out.files })],
    [left_out.tools, t('report.tools', { count: left_out.tools })],
    [left_out.other, t('report.other', { count: left_out.other })],
  ] as const
  return counted.filter(([count]) => count > 0).map(([, words]) => words)
}
