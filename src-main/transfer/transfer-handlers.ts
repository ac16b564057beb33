import type { transfer } from '../../src-shared/desktop/transfer.ts'
import type { FeatureHandlers } from '../../src-shared/rpc/contract.ts'
import { exportLibrary } from './export-library.ts'
import { exportMarkdown } from './export-markdown.ts'
import { importItems } from './import-items.ts'
import { readImportBeside } from './read-import-beside.ts'
import type { TransferDeps } from './transfer-deps.ts'

export function createTransferHandlers(deps: TransferDeps): FeatureHandlers<typeof transfer> {
  return {
    export: ({ format }) => (format === 'hearth' ? exportLibrary(deps) : exportMarkdown(deps)),
    import: ({ bytes }, signal) => importItems(deps, readImportBeside(bytes, signal)),
  }
}
