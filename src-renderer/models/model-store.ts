import { createStore, type StoreApi } from 'zustand/vanilla'
import type { LoadedModel, MachineState, ModelEntry, ModelSettings, Verification } from '../../src-shared/desktop/models.ts'
import type { AnswerSpeed } from '../../src-shared/desktop/usage.ts'
import type { FitEstimate } from '../../src-shared/models/fit.ts'
import type { ModelRow } from '../../src-shared/rows/model.ts'
import type { Api } from '../api.ts'
import type { OverLosses } from '../connection/over-losses.ts'
import { type Receipts, withReceipt } from './transfer-pace.ts'

export interface ModelState {
  readonly entries: readonly ModelEntry[]
  readonly isLoaded: boolean
  readonly isAddingDemo: boolean
  /** What a model would need here, by its id; asked when it is first shown. */
  readonly fits: Readonly<Record<string, FitEstimate>>
  /** The model in memory. */
  readonly inMemory: LoadedModel | null
  readonly machine: MachineState | null
  /** How fast each model wrote of late. */
  readonly speeds: readonly AnswerSpeed[]
  /** How each download went on of late, by the model's id. */
  readonly receipts: Readonly<Record<string, Receipts>>
  reread(): Promise<void>
  rereadMemory(): Promise<void>
  /** What the page of the models shows besides: the machine and the speeds. */
  rereadFigures(): Promise<void>
  askFit(id: string): Promise<void>
  download(id: string): Promise<void>
  pause(id: string): Promise<void>
  remove(id: string): Promise<void>
  importFile(path: string): Promise<void>
  /** Once at a time; a loss of the connection meanwhile only delays it. */
  addDemo(): Promise<void>
  load(id: string): Promise<void>
  unload(): Promise<void>
  settingsOf(id: string): Promise<ModelSettings>
  changeSettings(id: string, fields: Partial<ModelSettings>): Promise<ModelSettings>
  verify(id: string, signal: AbortSignal): Promise<Verification>
  changed(id: string, row: ModelRow | null): void
}

export interface ModelStoreDeps {
  readonly api: Pick<Api, 'models' | 'usage'>
  readonly now?: () => number
  readonly overLosses?: OverLosses
}

type Kit = Required<ModelStoreDeps> & Pick<StoreApi<ModelState>, 'getState' | 'setState'>
type Rows = Pick<ModelState, 'entries' | 'isLoaded' | 'isAddingDemo' | 'fits' | 'inMemory' | 'machine' | 'speeds' | 'receipts'>
type Reading = Pick<ModelState, 'reread' | 'rereadMemory' | 'rereadFigures' | 'askFit' | 'changed'>
type Memory = Pick<ModelState, 'load' | 'unload' | 'settingsOf' | 'changeSettings'>
type Files = Omit<ModelState, keyof Rows | keyof Reading | keyof Memory>

/** Of older answers the speed says little: the machine may have been another. */
const lateMs = 90 * 24 * 60 * 60 * 1000

export function createModelStore({ api, now = Date.now, overLosses = (work) => work() }: ModelStoreDeps): StoreApi<ModelState> {
  return createStore<ModelState>((setState, getState) => {
    const kit: Kit = { api, now, overLosses, setState, getState }
    return {
      entries: [],
      isLoaded: false,
      isAddingDemo: false,
      fits: {},
      inMemory: null,
      machine: null,
      speeds: [],
      receipts: {},
      ...reading(kit),
      ...files(kit),
      ...memory(kit),
    }
  })
}

function reading({ api, now, setState, getState }: Kit): Reading {
  return {
    reread: async () => setState({ entries: await api.models.list(), isLoaded: true }),
    rereadMemory: async () => setState({ inMemory: await api.models.loaded() }),
    async rereadFigures() {
      const span = { from: now() - lateMs, to: now() + 1 }
      const [machine, { whole }] = await Promise.all([api.models.machine(), api.usage.speeds(span)])
      setState({ machine, speeds: whole })
    },
    async askFit(id) {
      if (id in getState().fits) return
      const fit = await api.models.fit({ id })
      setState({ fits: { ...getState().fits, [id]: fit } })
    },
    changed(id, row) {
      const { entries, receipts, reread } = getState()
      const known = entries.some((entry) => entry.id === id)
      // What came or went as a whole line (an imported file, the demo) is listed by the core.
      if (row === null || !known) return void reread().catch(() => {})
      setState({
        entries: entries.map((entry) => (entry.id === id ? { ...entry, row } : entry)),
        receipts: { ...receipts, [id]: withReceipt(receipts[id] ?? [], row) },
      })
      if (row.status === 'ready') void reread().catch(() => {})
    },
  }
}

function files({ api, overLosses, setState, getState }: Kit): Files {
  const take = (row: ModelRow): void => getState().changed(row.id, row)
  const thenReread = async (work: Promise<unknown>): Promise<void> => {
    await work
    await getState().reread()
  }
  return {
    download: async (id) => take(await api.models.download({ id })),
    pause: async (id) => take(await api.models.pause({ id })),
    remove: (id) => thenReread(api.models.remove({ id })),
    importFile: (path) => thenReread(api.models.import({ path })),
    async addDemo() {
      if (getState().isAddingDemo) return
      setState({ isAddingDemo: true })
      try {
        await thenReread(overLosses(() => api.models.addDemo()))
      } finally {
        setState({ isAddingDemo: false })
      }
    },
    verify: (id, signal) => api.models.verify({ id }, signal),
  }
}

function memory({ api, setState, getState }: Kit): Memory {
  return {
    async load(id) {
      for await (const inMemory of api.models.load({ id })) setState({ inMemory })
      await getState().rereadMemory()
    },
    async unload() {
      await api.models.unload()
      await getState().rereadMemory()
    },
    settingsOf: (id) => api.models.settings({ id }),
    async changeSettings(id, fields) {
      const changed = await api.models.changeSettings({ id, fields })
      // Another context or split needs other memory: it is reckoned anew.
      const { [id]: _, ...fits } = getState().fits
      setState({ fits: { ...fits, [id]: await api.models.fit({ id }) } })
      return changed
    },
  }
}

/** The model of a role that is used where none was chosen: the default of the settings, or the first there is. */
export function modelInUse(entries: readonly ModelEntry[], role: ModelEntry['role']): ModelEntry | undefined {
  const ready = entries.filter((entry) => entry.role === role && entry.row?.status === 'ready')
  return ready.find(({ isDefault }) => isDefault) ?? ready[0]
}

export const defaultChatModel = (entries: readonly ModelEntry[]): ModelEntry | undefined => modelInUse(entries, 'chat')
