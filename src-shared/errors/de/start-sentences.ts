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
    'Diese Seite gehört nicht zu dem Hearth, das jetzt läuft. Was gespeichert wurde, ist sicher. Die Adresse öffnen, die Hearth beim Start genannt hat.',
  [startError.wrongKey]:
    'Der Schlüssel öffnet deine Daten nicht. Nichts wurde verändert. Die Schlüsseldatei zurücklegen, die zu diesem Datenordner gehört, oder eine Sicherung mitsamt ihrem Schlüssel wiederherstellen.',
  [startError.keyMissing]:
    'Die Schlüsseldatei zu {{folder | diesem Datenordner}} fehlt, und ohne sie sind die Daten nicht lesbar. Nichts wurde verändert, kein neuer Schlüssel wurde angelegt. Die Schlüsseldatei neben die Daten zurücklegen.',
  [startError.keyLost]:
    'Der Schlüsselspeicher des Systems hat den Schlüssel zu {{folder | diesem Datenordner}} nicht mehr, und ohne ihn sind die Daten nicht lesbar. Nichts wurde verändert, kein neuer Schlüssel wurde angelegt. Als die Person anmelden, die die Daten angelegt hat, oder den Schlüsselspeicher aus einer Sicherung dieses Rechners wiederherstellen.',
  [startError.keyElsewhere]:
    'Der Schlüssel zu {{folder | diesem Datenordner}} liegt im Schlüsselspeicher des Systems, den nur das Fenster von Hearth lesen kann. Nichts wurde verändert. Hearth öffnen und offen lassen: Dann wird darauf zugegriffen.',
  [startError.passphraseNeeded]:
    'Deine Daten sind mit einer Passphrase gesperrt. Sie eingeben, um Hearth zu öffnen (die Befehlszeile nimmt HEARTH_PASSPHRASE).',
  [startError.wrongPassphrase]: 'Das ist nicht die Passphrase dieses Datenordners. Nichts wurde verändert. Es erneut versuchen.',
  [startError.newerData]:
    'Diese Daten schrieb eine neuere Version von Hearth. Nichts wurde verändert. Hearth aktualisieren oder einen anderen Datenordner wählen.',
  'start.damaged.backup':
    'Die Datendatei ist beschädigt und lässt sich nicht öffnen. Die beschädigte Datei bleibt, wie sie ist. Die neueste gute Sicherung wiederherstellen: hearth restore.',
  'start.damaged.no_backup':
    'Die Datendatei ist beschädigt und lässt sich nicht öffnen. Die beschädigte Datei bleibt, wie sie ist. Daneben lag keine gute Sicherung; eine eigene Kopie zurücklegen.',
  [startError.readOnly]:
    'Hearth darf nicht in {{folder | den Datenordner}} schreiben. Nichts wurde verändert. Dem eigenen Konto dort das Schreibrecht geben oder mit --data einen anderen Ordner wählen.',
  [startError.diskFull]:
    'Der Datenträger ist voll, Hearth konnte nicht mit dem Schreiben beginnen. Nichts ging verloren. Platz schaffen und neu starten.',
  [startError.changedMigration]:
    'Diese Installation von Hearth ist beschädigt: Der Schritt {{name | vor dem Öffnen der Daten}} ist nicht der ausgelieferte. Deine Daten wurden nicht angetastet. Hearth neu installieren.',
  [startError.alreadyRunning]:
    'Hearth läuft schon mit {{folder | diesem Datenordner}}, antwortet aber nicht. Nichts wurde verändert. Es beenden und es erneut versuchen.',
  [storeError.diskFull]:
    'Der Datenträger ist voll: Das wurde nicht gespeichert. Alles zuvor Gespeicherte ist sicher, Lesen geht weiter. Platz schaffen und es erneut versuchen.',
  [storeError.readOnly]:
    'In den Datenordner kann nicht mehr geschrieben werden: Das wurde nicht gespeichert. Alles zuvor Gespeicherte ist sicher. Die Rechte des Ordners prüfen.',
  [storeError.damaged]:
    'Ein Teil der Datendatei ist beschädigt und wurde nicht gezeigt. Alles andere ist sicher. hearth doctor ausführen, dann eine Sicherung wiederherstellen.',
  [storeError.busy]: 'Ein anderes Programm hält die Datendatei fest. Nichts ging verloren. Es schließen und es erneut versuchen.',
  [backupError.unknown]: 'Unter {{path | diesem Ort}} gibt es keine Sicherung. Nichts wurde verändert. Eine andere wählen.',
  [backupError.damaged]: 'Diese Sicherung ist beschädigt. Nichts wurde verändert. Eine andere wählen.',
  [backupError.wrongKey]:
    'Diese Sicherung wurde mit einem anderen Schlüssel gemacht. Nichts wurde verändert. Sie öffnet sich nur mit der Schlüsseldatei von damals.',
  [backupError.newer]:
    'Diese Sicherung schrieb eine neuere Version von Hearth. Nichts wurde verändert. Zuerst Hearth aktualisieren.',
  [backupError.exists]:
    'Unter {{path | diesem Ort}} liegt schon eine Datei. Nichts wurde überschrieben. Einen anderen Namen wählen.',
  [storeNotice.lowSpace]:
    'Nur noch {{free_bytes, bytes | wenige Bytes}} sind auf dem Datenträger frei. Alles Gespeicherte ist sicher. Platz schaffen, damit neue Nachrichten gespeichert werden können.',
  'store.interrupted_one':
    'Hearth endete mitten im Antworten ({{count, number}} Antwort abgebrochen). Die Worte sind erhalten. „Weiterschreiben“ setzt sie fort.',
  'store.interrupted_other':
    'Hearth endete mitten im Antworten ({{count, number | einige}} Antworten abgebrochen). Die Worte sind erhalten. „Weiterschreiben“ setzt sie fort.',
  'store.set_aside_one':
    'Teile von {{count, number}} Zeile waren nicht lesbar. Sie sind in ihren Chats gekennzeichnet, die Originale bleiben erhalten. Sonst ist nichts betroffen.',
  'store.set_aside_other':
    'Teile von {{count, number | einigen}} Zeilen waren nicht lesbar. Sie sind in ihren Chats gekennzeichnet, die Originale bleiben erhalten. Sonst ist nichts betroffen.',
  'store.damage_found.backup':
    'Ein Teil der Datendatei ist beschädigt. Was lesbar ist, wird gezeigt. Die neueste gute Sicherung wiederherstellen; was jetzt da ist, bleibt erhalten.',
  'store.damage_found.no_backup':
    'Ein Teil der Datendatei ist beschädigt. Was lesbar ist, wird gezeigt. Daneben liegt noch keine gute Sicherung; exportieren, was gebraucht wird.',
  [storeNotice.migrated]:
    'Deine Daten sind auf dem Stand dieser Version. Eine Sicherung von vorher liegt unter {{path | backups}}.',
  [storeNotice.backupFailed]:
    'Die letzte Sicherung ist misslungen. Deine Daten selbst sind sicher. Platz schaffen; nach der nächsten Änderung versucht Hearth es wieder.',
  [storeNotice.noSecretStore]:
    'Dieses System hat keinen sicheren Ort für Geheimnisse, deshalb liegt der Schlüssel deiner Daten in einer Datei, die nur dein Konto lesen kann. Eine Passphrase setzen, wenn andere dieses Gerät benutzen.',
  [accessError.locked]:
    'Hearth ist gesperrt. Nichts wurde gelesen oder verändert. In seinem Fenster die Passphrase eingeben und es erneut versuchen.',
  [accessError.tooSoon]: 'Zu viele falsche Passphrasen. Nichts wurde verändert. Einen Moment warten und es erneut versuchen.',
  [accessError.notFailed]:
    'Die Datendatei ist offen. Nichts wurde verändert. Sicherungen werden unter Einstellungen, Daten wiederhergestellt.',
  [lockError.noPassphrase]:
    'Es gibt noch keine Passphrase, deshalb ließ sich nichts sperren. Nichts wurde verändert. Unter Einstellungen, Privatsphäre eine setzen.',
  [transferError.unreadable]:
    'Diese Datei war nicht lesbar. Nichts wurde importiert. Einen Export von Hearth wählen oder das ZIP oder die conversations.json aus dem Export von ChatGPT.',
  [transferError.unknownFormat]:
    'In dieser Datei sind keine Chats, die Hearth kennt. Nichts wurde importiert. Einen Export von Hearth wählen oder das ZIP oder die conversations.json aus dem Export von ChatGPT.',
  [transferError.newer]:
    'Diesen Export schrieb eine neuere Version von Hearth. Nichts wurde importiert. Zuerst Hearth aktualisieren.',
  [storeNotice.passphraseUnused]:
    'Es wurde eine Passphrase übergeben (HEARTH_PASSPHRASE), aber dieser Datenordner hat keine; sie wurde nicht verwendet. Deine Daten öffnen sich ohne sie. Unter Einstellungen, Privatsphäre eine setzen.',
  [storeNotice.keyWasReadable]:
    'Andere Benutzer dieses Geräts konnten den Schlüssel deiner Daten unter {{path | seinem Ort}} lesen. Jetzt kannst es nur du. Eine Passphrase setzen, wenn du ihnen nicht vertraust.',
} as const
