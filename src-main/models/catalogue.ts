import { readFileSync } from 'node:fs'
import { type CatalogueModel, catalogue } from '../../src-shared/models/catalogue.ts'

export interface Catalogue {
  readonly models: readonly CatalogueModel[]
  find(id: string): CatalogueModel | undefined
}

/** Reads `resources/models/catalogue.json`. It ships with the app, so a fault in it is a fault of ours and throws as it is. */
export function readCatalogue(path: string): Catalogue {
  const { models } = catalogue.parse(JSON.parse(readFileSync(path, 'utf8')))
  const byId = new Map(models.map((model) => [model.id, model]))
  return { models, find: (id) => byId.get(id) }
}
