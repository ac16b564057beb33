import { ChevronRight } from 'lucide-react'
import { type SyntheticEvent, useState } from 'react'
import { z } from 'zod'
import { useWords } from '../language/use-words.ts'
import { usePage } from '../use-page.ts'

const licences = z.array(z.object({ name: z.string(), version: z.string(), licence: z.string() }))

/** What the app is made of; read when it is asked for. */
export function LicenceList() {
  const t = useWords('settings')
  const { toasts } = usePage()
  const [found, setFound] = useState<z.infer<typeof licences>>([])
  const open = ({ currentTarget }: SyntheticEvent<HTMLDetailsElement>): void => {
    if (!currentTarget.open || found.length > 0) return
    void toasts.getState().attempt(async () => setFound(await read()))
  }
  return (
    <details className="licences" onToggle={open}>
      <summary>
        <ChevronRight className="small" /> {t('about.licences')}
      </summary>
      <table className="settings-table">
        <thead>
          <tr>
            <th>{t('about.package')}</th>
            <th>{t('about.packageVersion')}</th>
            <th>{t('about.licence')}</th>
          </tr>
        </thead>
        <tbody>
          {found.map(({ name, version, licence }) => (
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

/** A file beside the page, written by `scripts/write-licences.ts`. */
async function read(): Promise<z.infer<typeof licences>> {
  const answer = await fetch('./licences.json')
  return licences.parse(await answer.json())
}
