import { modelError } from '../../src-shared/desktop/models.ts'
import { AppError } from '../../src-shared/rpc/errors.ts'
import type { Api } from './command-context.ts'

/** The id of the model that is meant, by its id or its name. Errors: `models.unknown` {id}. */
export async function findModel(api: Api, wanted: string): Promise<string> {
  const all = await api.models.list()
  const found = all.find(({ id }) => id === wanted) ?? all.find(({ name }) => name.toLowerCase() === wanted.toLowerCase())
  if (!found) throw new AppError(modelError.unknown, { id: wanted })
  return found.id
}
