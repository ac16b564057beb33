import { availableParallelism } from 'node:os'
import { readCatalogue } from '../models/catalogue.ts'
import { realDisk } from '../models/disk.ts'
import { createModelDownloads } from '../models/download-model.ts'
import { createHub, HUB_ADDRESS } from '../models/hub.ts'
import { bestThreads, readMachine } from '../models/machine.ts'
import { readMachineState } from '../models/machine-state.ts'
import { chosenForModel } from '../models/model-settings.ts'
import { createPlanner } from '../models/plan-model.ts'
import { createGate } from '../network/gate.ts'
import { createRequestLog } from '../network/request-log.ts'
import type { CoreParts } from './core-parts.ts'
import { resources } from './resources.ts'

/** What models there are, how they come here, and how they go into memory. All requests of the core leave through `gate`. */
export function composeModels({ db, engines, dataFolder, now, settings, onFault, own }: CoreParts) {
  const { llama } = engines
  const log = createRequestLog({ db, now, onFault: (error) => onFault('network.log', error) })
  const gate = createGate({ isOffline: () => settings().offline, log })
  const catalogue = readCatalogue(resources.catalogue)
  const hub = createHub({ gate, address: () => settings().model_mirror ?? HUB_ADDRESS })
  const onError = (error: unknown): void => onFault('models.download', error)
  const downloads = own.use(createModelDownloads({ db, catalogue, hub, dataFolder, gate, disk: realDisk, now, onError }))
  const machine = (signal: AbortSignal) => readMachine(llama, signal)
  const fit = { db, catalogue, engine: llama, machine, settings: (id: string) => ({ ...settings(), ...chosenForModel(db, id) }) }
  const threads = bestThreads(availableParallelism(), availableParallelism())
  const machineState = (signal: AbortSignal) =>
    readMachineState({ db, engine: llama, disk: realDisk, dataFolder, threads }, signal)
  return {
    gate,
    downloads,
    fit: { ...fit, machineState, chosen: settings },
    plansFor: createPlanner({ fit, loaded: llama.loaded, threads }),
  }
}
