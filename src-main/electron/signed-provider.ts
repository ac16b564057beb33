import type { KeyObject } from 'node:crypto'
import { basename } from 'node:path'
import electronUpdater, { type AppUpdater, type ResolvedUpdateFileInfo, type UpdateInfo } from 'electron-updater'
import { type ProviderRuntimeOptions, parseUpdateInfo } from 'electron-updater/out/providers/Provider.js'
import { updateError } from '../../src-shared/desktop/updates.ts'
import { AppError } from '../../src-shared/rpc/errors.ts'
import { openList, parseList } from './update-list.ts'

export interface SignedProviderOptions {
  readonly provider: 'custom'
  readonly updateProvider: typeof SignedProvider
  /** Address of the list of versions. */
  readonly list: string
  readonly key: KeyObject
}

/**
 * Where electron-updater learns of new versions; it wants a class. Nothing of a list is used before its signature was checked, on
 * every system alike: the checks of Windows and macOS come on top, and Linux has none.
 */
export class SignedProvider extends electronUpdater.Provider<UpdateInfo> {
  readonly #list: URL
  readonly #key: KeyObject

  constructor({ list, key }: SignedProviderOptions, _updater: AppUpdater, options: ProviderRuntimeOptions) {
    super(options)
    this.#list = new URL(list)
    this.#key = key
  }

  /** electron-updater would send a number that it keeps for each installation. */
  override setRequestHeaders(): void {}

  override async getLatestVersion(): Promise<UpdateInfo> {
    const name = basename(this.#list.pathname)
    const text = await this.httpRequest(this.#list)
    if (text === null) throw new AppError(updateError.notGenuine)
    const list = parseList(parseUpdateInfo(openList({ name, text }, this.#key), name, this.#list))
    const [{ url, sha512 }] = list.files as [(typeof list.files)[number]]
    return { ...list, path: url, sha512 }
  }

  override resolveFiles({ files }: UpdateInfo): ResolvedUpdateFileInfo[] {
    return files.map((info) => ({ url: new URL(info.url, this.#list), info }))
  }
}
