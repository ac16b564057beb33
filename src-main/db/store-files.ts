import { join } from 'node:path'

/** Everything the store keeps in the data folder. */
export const storePath = (folder: string): string => join(folder, 'hearth.db')
export const backupsFolder = (folder: string): string => join(folder, 'backups')
export const damagedFolder = (folder: string): string => join(folder, 'damaged')
export const reservePath = (folder: string): string => join(folder, 'reserve.bin')
export const keyCheckPath = (folder: string): string => join(folder, 'key-check.json')

/** What SQLite keeps beside a database; it belongs to that very file and must never meet another. */
export const sideFiles = (path: string): string[] => [`${path}-wal`, `${path}-shm`]

/** A backup on its way to become the store. */
export const incomingPath = (folder: string): string => join(folder, 'incoming.db')
