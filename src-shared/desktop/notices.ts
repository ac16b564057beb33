/** What the core found out about the store at its start or since: told once, with the sentence of its code. */
export const storeNotice = {
  /** data: {path}; taken away from them. */
  keyWasReadable: 'key.was_readable_by_others',
  /** The system keeps no secrets safely, so the key lies in a file that only its owner can read. */
  noSecretStore: 'key.no_secret_store',
  /** HEARTH_PASSPHRASE was given, and the key is not kept by a passphrase. */
  passphraseUnused: 'key.passphrase_unused',
  /** data: {count}; answers that the last run did not finish. */
  interrupted: 'store.interrupted',
  /** data: {count, kinds}; rows that could not be read, kept in `set_aside`. */
  setAside: 'store.set_aside',
  /** data: {problems, backup: path | null}; found by the check in the background. */
  damaged: 'store.damage_found',
  /** data: {path, steps}; before the steps that prepared the data for this version. */
  migrated: 'store.migrated',
  /** data: {free_bytes}; there is no room for the reserve. */
  lowSpace: 'store.low_space',
  /** data: {reason}. */
  backupFailed: 'store.backup_failed',
} as const
