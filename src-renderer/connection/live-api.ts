import { AppError, rpcError } from '../../src-shared/rpc/errors.ts'
import type { Api } from '../api.ts'

/** One `api` for the life of the page: each use goes to the connection there is now. Without one it throws `disconnected`. */
export function liveApi(current: () => Api | undefined): Api {
  const now = (): Api => {
    const api = current()
    if (api === undefined) throw new AppError(rpcError.disconnected)
    return api
  }
  return {
    get app() {
      return now().app
    },
    get conversations() {
      return now().conversations
    },
    get messages() {
      return now().messages
    },
    get folders() {
      return now().folders
    },
    get tags() {
      return now().tags
    },
    get drafts() {
      return now().drafts
    },
    get chat() {
      return now().chat
    },
    get personas() {
      return now().personas
    },
    get attachments() {
      return now().attachments
    },
    get templates() {
      return now().templates
    },
    get collections() {
      return now().collections
    },
    get documents() {
      return now().documents
    },
    get search() {
      return now().search
    },
    get models() {
      return now().models
    },
    get settings() {
      return now().settings
    },
    get usage() {
      return now().usage
    },
    get backups() {
      return now().backups
    },
    get network() {
      return now().network
    },
    get changes() {
      return now().changes
    },
  }
}
