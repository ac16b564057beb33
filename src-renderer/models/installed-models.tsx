import { useStore } from 'zustand'
import type { ModelEntry } from '../../src-shared/desktop/models.ts'
import { useFaults } from '../language/fault-words.ts'
import { useWords, type Words } from '../language/use-words.ts'
import { usePage } from '../use-page.ts'
import { ModelMenu } from './installed-menu.tsx'
import { isDemo, memoryWords } from './model-words.ts'

const columns = ['use', 'disk', 'memory', 'speed', 'firstWord'] as const

/** What is on this device: what it takes, and how fast it is. */
export function InstalledModels({ entries }: { readonly entries: readonly ModelEntry[] }) {
  const t = useWords('models')
  return (
    <section aria-label={t('here')}>
      <h2 className="section-head">{t('here')}</h2>
      <table className="list installed">
        <thead>
          <tr>
            <th scope="col">{t('column.model')}</th>
            {columns.map((column) => (
              <th key={column} scope="col" className={column === 'use' ? 'use' : 'number'}>
                {t(`column.${column}`)}
              </th>
            ))}
            <th scope="col" className="actions">
              <span className="visually-hidden">{t('column.actions')}</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {entries.map((entry) => (
            <InstalledLine key={entry.id} entry={entry} />
          ))}
        </tbody>
      </table>
    </section>
  )
}

function InstalledLine({ entry }: { readonly entry: ModelEntry }) {
  const { models } = usePage()
  const t = useWords('models')
  const faults = useFaults()
  const { id, name, offer, row, role, isDefault } = entry
  const inMemory = useStore(models, (state) => (state.inMemory?.id === id ? state.inMemory : null))
  const speed = useStore(models, ({ speeds }) => speeds.find(({ model_id }) => model_id === id))
  const tokensPerS = inMemory?.tokens_per_s ?? speed?.tokens_per_s?.median
  const isReady = inMemory?.state === 'ready'
  return (
    <>
      <tr className={isReady ? 'ready' : undefined}>
        <td>
          <span className="row">
            <b className="cut" title={row?.path}>
              {name}
            </b>
            <span className="cap">{offer?.quantisation}</span>
            {isDefault ? <span className="badge accent">{t('default')}</span> : null}
            {isDemo(entry) ? <span className="badge">{t('builtIn')}</span> : null}
          </span>
        </td>
        <td className="use">{useWordsOf(t, entry)}</td>
        <td className="number">{t('size', { value: row?.size_bytes ?? 0 })}</td>
        <td className="number strong">
          {inMemory?.state === 'loading' ? (
            <progress aria-label={t('loadNamed', { name })} max={1} value={inMemory.progress} />
          ) : null}
          {role === 'chat' ? memoryWords(t, inMemory, id) : t('whenNeeded')}
        </td>
        <td className="number strong">{tokensPerS == null ? '' : t('speedValue', { value: tokensPerS })}</td>
        <td className="number strong">{speed?.first_token_ms == null ? '' : t('wait', { took: speed.first_token_ms })}</td>
        <td className="actions">
          {role === 'chat' ? <LoadButton entry={entry} /> : null}
          <ModelMenu entry={entry} />
        </td>
      </tr>
      {inMemory?.fault ? (
        <tr className="fault">
          <td colSpan={7} role="alert">
            {faults.sentence(inMemory.fault)}
          </td>
        </tr>
      ) : null}
    </>
  )
}

const useWordsOf = (t: Words<'models'>, entry: ModelEntry): string =>
  entry.role === 'chat' && isDemo(entry) ? t('role.quotes') : t(`role.${entry.role}`)

function LoadButton({ entry: { id, name } }: { readonly entry: ModelEntry }) {
  const { models, toasts } = usePage()
  const t = useWords('models')
  const isInMemory = useStore(models, ({ inMemory }) => inMemory?.id === id && inMemory.state !== 'failed')
  const { load, unload } = models.getState()
  const act = (): void => void toasts.getState().attempt(isInMemory ? unload : () => load(id))
  return (
    <button type="button" className="button sm" aria-label={t(isInMemory ? 'unloadNamed' : 'loadNamed', { name })} onClick={act}>
      {t(isInMemory ? 'unload' : 'load')}
    </button>
  )
}
