import { type SyntheticEvent, useState } from 'react'
import { useWords } from '../language/use-words.ts'
import { usePage } from '../use-page.ts'

interface Licence {
  readonly name: string
  readonly version: string
  readonly licence: string
}

/** What the app is made of; read when it is asked for. */
export function LicenceList() {
  const t = useWords('settings')
  const { toasts } = usePage()
  const [licences, setLicences] = useState<readonly Licence[]>([])
  const open = ({ currentTarget }: SyntheticEvent<HTMLDetailsElement>): void => {
    if (!currentTarget.open || licences.length > 0) return
    void toasts.getState().attempt(async () => setLicences((await import('./licences.json')).default))
  }
  return (
    <details className="licences" onToggle={open}>
      <summary>{t('about.licences')}</summary>
      <table className="settings-table">
        <thead>
          <tr>
            <th>{t('about.package')}</th>
            <th>{t('about.packageVersion')}</th>
            <th>{t('about.licence')}</th>
          </tr>
        </thead>
        <tbody>
          {licences.map(({ name, version, licence }) => (
            <tr key={`${name} ${version}`}>
              <td>
                <code>{name}</code>
              </td>
              <td>{version}</td>
              <td>{licence}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </details>
  )
}
