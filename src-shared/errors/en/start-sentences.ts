import { pageError } from '../../browser/handshake.ts'
import { accessError } from '../../desktop/access.ts'
import { startError, storeError } from '../../desktop/app.ts'
import { backupError } from '../../desktop/backups.ts'
import { lockError } from '../../desktop/lock.ts'
import { storeNotice } from '../../desktop/notices.ts'
import { transferError } from '../../desktop/transfer.ts'

/** What keeps the store from opening, or a write from being made. */
export const startSentences = {
  [pageError.otherAddress]:
    'This page does not belong to the Hearth that runs now. What was saved is safe. Open the address that Hearth printed when it was started.',
  [startError.wrongKey]:
    'The key does not open your data. Nothing was changed. Put back the key file that belongs to this data folder, or restore a backup together with its key.',
  [startError.keyMissing]:
    'The key file of {{folder | the data folder}} is missing, and without it the data cannot be read. Nothing was changed and no new key was made. Put the key file back beside the data.',
  [startError.keyLost]:
    'The system’s store of secrets no longer has the key of {{folder | the data folder}}, and without it the data cannot be read. Nothing was changed and no new key was made. Sign in as the user who made the data, or restore the system’s secrets from a backup of this machine.',
  [startError.keyElsewhere]:
    'The key of {{folder | the data folder}} lies in the system’s store of secrets, which only Hearth’s window can read. Nothing was changed. Open Hearth and leave it open: this then joins it.',
  [startError.passphraseNeeded]:
    'Your data is locked with a passphrase. Give it to open Hearth (the command line takes HEARTH_PASSPHRASE).',
  [startError.wrongPassphrase]: 'That is not the passphrase of this data folder. Nothing was changed. Try again.',
  [startError.newerData]:
    'This data was written by a newer version of Hearth. Nothing was changed. Update Hearth, or choose another data folder.',
  'start.damaged.backup':
    'The store is damaged and cannot be opened. The damaged file is kept as it is. Restore the newest good backup: hearth restore.',
  'start.damaged.no_backup':
    'The store is damaged and cannot be opened. The damaged file is kept as it is. No good backup was found beside it; put one back from your own copies.',
  [startError.readOnly]:
    'Hearth may not write to {{folder | the data folder}}. Nothing was changed. Give your account the right to write there, or choose another folder with --data.',
  [startError.diskFull]:
    'The disk is full, so Hearth could not start writing. Nothing was lost. Free some space and start again.',
  [startError.changedMigration]:
    'This installation of Hearth is damaged: the step {{name | that prepares your data}} is not the one that was shipped. Your data was not touched. Install Hearth again.',
  [startError.alreadyRunning]:
    'Hearth is already running on {{folder | the data folder}} but does not answer. Nothing was changed. End it and try again.',
  [storeError.diskFull]:
    'The disk is full: this was not saved. Everything saved before is safe, and reading goes on. Free some space and try again.',
  [storeError.readOnly]:
    'The data folder cannot be written to any more: this was not saved. Everything saved before is safe. Check the folder’s rights.',
  [storeError.damaged]:
    'A part of the store is damaged and was not shown. Everything else is safe. Run hearth doctor, then restore a backup.',
  [storeError.busy]: 'Another program holds the store. Nothing was lost. Close it and try again.',
  [backupError.unknown]: 'There is no backup at {{path | that place}}. Nothing was changed. Choose another one.',
  [backupError.damaged]: 'That backup is damaged. Nothing was changed. Choose another one.',
  [backupError.wrongKey]:
    'That backup was made with another key. Nothing was changed. It opens only with the key file it was made with.',
  [backupError.newer]: 'That backup was made by a newer version of Hearth. Nothing was changed. Update Hearth first.',
  [backupError.exists]: 'There is already a file at {{path | that place}}. Nothing was overwritten. Choose another name.',
  [storeNotice.lowSpace]:
    'Only {{free_bytes, bytes | an unknown size}} are free on the disk. Everything saved is safe. Free some space, so that new messages can be saved.',
  'store.interrupted_one':
    'Hearth ended while it was answering ({{count, number}} answer cut short). The words are kept. Continue writes on.',
  'store.interrupted_other':
    'Hearth ended while it was answering ({{count, number | some}} answers cut short). The words are kept. Continue writes on.',
  'store.set_aside_one':
    'Parts of {{count, number}} row could not be read. They are marked in their chats, and the originals are kept. Nothing else is affected.',
  'store.set_aside_other':
    'Parts of {{count, number | some}} rows could not be read. They are marked in their chats, and the originals are kept. Nothing else is affected.',
  'store.damage_found.backup':
    'A part of the store is damaged. What can be read is shown. Restore the newest good backup; what is there now is kept.',
  'store.damage_found.no_backup':
    'A part of the store is damaged. What can be read is shown. There is no good backup beside it yet; export what you need.',
  [storeNotice.migrated]: 'Your data was brought to this version. A backup from before lies at {{path | the backups folder}}.',
  [storeNotice.backupFailed]:
    'The last backup could not be made. Your data itself is safe. Free some space on the disk; Hearth tries again after the next change.',
  [storeNotice.noSecretStore]:
    'This system has no safe place for secrets, so the key of your data lies in a file that only your account can read. Set a passphrase if others use this machine.',
  [accessError.locked]: 'Hearth is locked. Nothing was read or changed. Give the passphrase in its window and try again.',
  [accessError.tooSoon]: 'Too many wrong passphrases. Nothing was changed. Wait a moment and try again.',
  [accessError.notFailed]: 'The store is open. Nothing was changed. Backups are restored under Settings, Data.',
  [lockError.noPassphrase]:
    'There is no passphrase yet, so nothing could be locked. Nothing was changed. Set one under Settings, Privacy.',
  [transferError.unreadable]:
    'That file could not be read. Nothing was imported. Choose an export of Hearth, or the ZIP or conversations.json of ChatGPT’s export.',
  [transferError.unknownFormat]:
    'There are no chats in that file that Hearth knows. Nothing was imported. Choose an export of Hearth, or the ZIP or conversations.json of ChatGPT’s export.',
  [transferError.newer]: 'That export was written by a newer version of Hearth. Nothing was imported. Update Hearth first.',
  [storeNotice.passphraseUnused]:
    'A passphrase was given (HEARTH_PASSPHRASE), but this data folder has none, so it was not used. Your data opens without it. Set one under Settings, Privacy.',
  [storeNotice.keyWasReadable]:
    'Other users of this machine could read the key of your data at {{path | its place}}. Now only you can. Set a passphrase if you do not trust them.',
} as const
