import type { Api } from './command-context.ts'
import { findCollections } from './find-collections.ts'
import { UsageError } from './usage-error.ts'

/** As many as one question may be answered from. */
const mostCollections = 50

export interface CollectionChoice {
  readonly names: readonly string[]
  /** Without any documents. */
  readonly isWithout: boolean
}

/** The part of a question that says where to look. Nothing named: a new chat looks everywhere, an old one where it looked. */
export async function chooseCollections(
  api: Api,
  { names, isWithout }: CollectionChoice,
  isNewChat: boolean,
): Promise<{ collection_ids?: string[] }> {
  if (isWithout && names.length > 0) throw new UsageError('--collection and --no-knowledge exclude each other.')
  if (isWithout) return { collection_ids: [] }
  if (names.length === 0 && !isNewChat) return {}
  const collection_ids = names.length > 0 ? await findCollections(api, names) : await allCollections(api)
  if (collection_ids.length <= mostCollections) return { collection_ids }
  throw new UsageError(
    `There are ${collection_ids.length} collections, and at most ${mostCollections} can be asked at once. Choose with --collection.`,
  )
}

const allCollections = async (api: Api): Promise<string[]> => (await api.collections.list()).map(({ id }) => id)
