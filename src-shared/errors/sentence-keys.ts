import type { ApiErrorCode } from '../api/api-error.ts'
import type { pageError } from '../browser/handshake.ts'
import type { accessError } from '../desktop/access.ts'
import type { startError, storeError } from '../desktop/app.ts'
import type { backupError } from '../desktop/backups.ts'
import type { centralError } from '../desktop/central.ts'
import type { chatError } from '../desktop/chat.ts'
import type { contextError } from '../desktop/context.ts'
import type { conversationError } from '../desktop/conversations.ts'
import type { knowledgeError } from '../desktop/knowledge.ts'
import type { languageError } from '../desktop/languages.ts'
import type { lockError } from '../desktop/lock.ts'
import type { modelError } from '../desktop/models.ts'
import type { networkError } from '../desktop/network.ts'
import type { storeNotice } from '../desktop/notices.ts'
import type { personaError } from '../desktop/personas.ts'
import type { templateError } from '../desktop/templates.ts'
import type { transferError } from '../desktop/transfer.ts'
import type { updateError } from '../desktop/updates.ts'
import type { watchedFolderError } from '../desktop/watched-folders.ts'
import type { embedderError } from '../engine/embedder.ts'
import type { engineError } from '../engine/lifecycle.ts'
import type { llamaError } from '../engine/llama.ts'
import type { DocumentKind, ForeignFormat, ParserErrorCode, ParserErrorData, ParseWarning } from '../engine/parser.ts'
import type { indexError } from '../engine/passage-index.ts'
import type { unreadableFault } from '../rows/message.ts'
import type { rpcError } from '../rpc/errors.ts'
import type { shellError } from '../shell/shell.ts'

type Codes<T> = T[keyof T]

/** Everything that needs a sentence. A table that is missing here is found by the test of the sentences. */
type SpokenCode =
  | Codes<typeof accessError>
  | Codes<typeof backupError>
  | Codes<typeof centralError>
  | Codes<typeof chatError>
  | Codes<typeof contextError>
  | Codes<typeof conversationError>
  | Codes<typeof embedderError>
  | Codes<typeof engineError>
  | Codes<typeof indexError>
  | Codes<typeof knowledgeError>
  | Codes<typeof languageError>
  | Codes<typeof llamaError>
  | Codes<typeof lockError>
  | Codes<typeof modelError>
  | Codes<typeof networkError>
  | Codes<typeof personaError>
  | Codes<typeof rpcError>
  | Codes<typeof shellError>
  | Codes<typeof pageError>
  | Codes<typeof startError>
  | Codes<typeof storeError>
  | Codes<typeof storeNotice>
  | Codes<typeof templateError>
  | Codes<typeof transferError>
  | Codes<typeof updateError>
  | Codes<typeof watchedFolderError>
  | ApiErrorCode
  | ParserErrorCode
  | typeof unreadableFault

/** Told with a number that the words follow. */
type Counted = 'parser.scanned' | 'store.interrupted' | 'store.set_aside'
type Reason<C extends 'parser.bomb' | 'parser.unreadable'> = `${C}.${ParserErrorData<C>['reason']}`
/** Where another file is no help, or only another kind. */
type NotAModel = 'split' | 'no_single_score' | 'embedder_needs_folder'
type ByBackup = 'start.damaged' | 'store.damage_found'

/** One sentence for each; some codes have one for each of their cases. */
export type SentenceKey =
  | Exclude<SpokenCode, Counted | ByBackup | 'parser.bomb' | 'parser.unreadable'>
  | `${Counted}_${'one' | 'other'}`
  | `${ByBackup}.${'backup' | 'no_backup'}`
  | `parser.unsupported.${NonNullable<ParserErrorData<'parser.unsupported'>['instead']>}`
  | `${typeof modelError.notAModel}.${NotAModel}`
  | Reason<'parser.bomb'>
  | Reason<'parser.unreadable'>
  | `found.${ForeignFormat}`
  | `kind.${DocumentKind}`
  | `warning.${ParseWarning}`
