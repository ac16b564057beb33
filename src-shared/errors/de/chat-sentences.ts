import { chatError } from '../../desktop/chat.ts'
import { conversationError } from '../../desktop/conversations.ts'
import { knowledgeError } from '../../desktop/knowledge.ts'
import { languageError } from '../../desktop/languages.ts'
import { templateError } from '../../desktop/templates.ts'
import { unreadableFault } from '../../rows/message.ts'
import { rpcError } from '../../rpc/errors.ts'
import { shellError } from '../../shell/shell.ts'

export const chatSentences = {
  [chatError.noModel]:
    'Noch gibt es kein Modell, das antwortet. Deine Worte sind gesichert. Auf der Seite „Modelle“ das Demo-Modell hinzufügen oder eines laden (hearth models add demo).',
  [chatError.modelNotReady]:
    'Das Modell „{{id}}“ ist noch nicht bereit. Deine Worte sind gesichert. Auf den Download warten oder ein anderes wählen.',
  [chatError.questionTooLong]:
    'Die Frage ist länger, als das Modell fassen kann: {{tokens, number | unbekannt viele}} Token von höchstens {{limit, number | unbekannt vielen}}. Sie ist gespeichert. Sie kürzen oder den Text als Dokument hinzufügen und danach fragen.',
  [chatError.quotaExceeded]:
    'Die {{limit, number | verfügbaren}} Nachrichten dieses Monats sind aufgebraucht. Alles bleibt lesbar und durchsuchbar, Entwürfe bleiben erhalten. Anmelden oder einen größeren Tarif wählen, um weiterzumachen.',
  [chatError.lengthLimit]:
    'Die Antwort hat die größte Länge, die die Einstellungen erlauben. Sie ist gespeichert. „Weiterschreiben“ setzt sie fort.',
  [chatError.unknownParent]: 'Diese Nachricht ist nicht mehr da. Nichts wurde verändert.',
  [chatError.notResumable]:
    'Diese Antwort kann nicht fortgesetzt werden: Sie ist vollständig, oder sie wird gerade geschrieben. Nichts wurde verändert.',
  [chatError.busy]:
    'In diesem Chat wird gerade eine Antwort geschrieben. Deine Worte sind gesichert. Sie anhalten oder ihr Ende abwarten.',
  [conversationError.unknown]: 'Dieser Chat ist nicht mehr da. Nichts wurde verändert.',
  [conversationError.idTaken]: 'Etwas mit dieser Kennung gibt es schon. Nichts wurde verändert.',
  [conversationError.unknownMessage]: 'Diese Nachricht ist nicht mehr da. Nichts wurde verändert.',
  [unreadableFault]:
    'Ein Teil dieser Nachricht war nicht lesbar. Was davon übrig ist, wird gezeigt, das Original bleibt erhalten. Sonst ist nichts betroffen.',
  [conversationError.unknownFolder]: 'Dieser Ordner ist nicht mehr da. Nichts wurde verändert.',
  [conversationError.unknownTag]: 'Dieses Schlagwort ist nicht mehr da. Nichts wurde verändert.',
  [conversationError.folderNameTaken]:
    'Einen Ordner „{{name}}“ gibt es schon. Nichts wurde verändert. Einen anderen Namen wählen.',
  [conversationError.tagNameTaken]:
    'Ein Schlagwort „{{name}}“ gibt es schon. Nichts wurde verändert. Einen anderen Namen wählen.',
  [conversationError.notInTrash]: 'Nur was im Papierkorb liegt, kann endgültig gelöscht werden. Nichts wurde verändert.',
  [conversationError.inTrash]:
    'Dieser Chat liegt im Papierkorb, wo er gelesen und nicht verändert werden kann. Deine Worte sind gesichert. Ihn wiederherstellen, um weiterzumachen.',
  [conversationError.damagedExport]:
    'Diese Datei ist kein vollständiger Export eines Chats. Nichts wurde hinzugefügt. Ihn noch einmal exportieren.',
  [knowledgeError.unknownCollection]: 'Eine Sammlung „{{name/id}}“ gibt es nicht. Nichts wurde verändert.',
  [knowledgeError.collectionNameTaken]:
    'Eine Sammlung „{{name}}“ gibt es schon. Nichts wurde verändert. Einen anderen Namen wählen.',
  [knowledgeError.unknownDocument]: '{{name, quoted | Dieses Dokument}} ist nicht mehr da. Nichts wurde verändert.',
  [knowledgeError.unknownJob]: 'Dieser Import ist nicht mehr da. Nichts wurde verändert.',
  [knowledgeError.unreadablePath]:
    '{{name/path, quoted | Dieser Ort}} lässt sich nicht öffnen. Nichts wurde hinzugefügt. Prüfen, ob er da ist und gelesen werden darf.',
  [knowledgeError.unreadFiles]:
    '{{names, quoted | Eine Datei}} ließ sich nicht lesen und wurde nicht hinzugefügt; die anderen schon. Prüfen, ob sie noch da ist und gelesen werden darf, dann erneut hinzufügen.',
  [knowledgeError.originalMissing]:
    '„{{name}}“ liegt nicht mehr, wo es gelesen wurde. Was gelesen wurde, ist noch da. Die Datei zurücklegen oder neu hinzufügen.',
  [knowledgeError.originalChanged]:
    '„{{name}}“ hat sich geändert, seit es gelesen wurde. Was gelesen wurde, ist noch da. Auf der Seite „Wissen“ neu lesen lassen.',
  [knowledgeError.noEmbedder]:
    'Dokumente brauchen ein Modell zum Suchen, und noch gibt es keines. Nichts wurde hinzugefügt. Auf der Seite „Modelle“ das Demo-Modell hinzufügen oder eines laden (hearth models add demo).',
  [knowledgeError.tooManyTags]:
    '„{{name}}“ hätte mehr als {{most}} Schlagwörter. Nichts wurde verändert: zuerst einige entfernen.',
  [knowledgeError.nothingToImport]:
    'Darin ist nichts, was Hearth lesen kann. Nichts wurde hinzugefügt. Lesbar sind PDF, Office-Dateien (.docx, .pptx, .xlsx, .odt), E-Books, E-Mails, Webseiten, Tabellen, Quelltext und Text.',
  [knowledgeError.tooManyFiles]:
    'Darin liegen mehr als {{limit, number}} Dateien, und so viele werden nicht auf einmal hinzugefügt. Nichts wurde hinzugefügt. Die Ordner darin nacheinander hinzufügen.',
  [languageError.unreadable]:
    'Das ist keine Sprachdatei von Hearth. Nichts wurde hinzugefügt. Die englischen Wörter als Datei speichern, sie übersetzen und diese hinzufügen.',
  [languageError.tooLarge]:
    'Diese Sprachdatei ist zu groß: {{size_bytes, bytes}}, höchstens {{limit_bytes, bytes}}. Nichts wurde hinzugefügt. Prüfen, ob es die richtige Datei ist.',
  [languageError.builtIn]:
    'Die Sprache „{{tag}}“ bringt Hearth selbst mit. Nichts wurde hinzugefügt. Der Datei eine eigene Kennung geben, etwa „{{tag}}-1996“.',
  [languageError.unknown]: 'Diese Sprache ist nicht mehr da. Nichts wurde verändert.',
  [templateError.unknown]: 'Diese Vorlage ist nicht mehr da. Nichts wurde verändert.',
  [templateError.nameTaken]: 'Eine Vorlage „{{name}}“ gibt es schon. Nichts wurde verändert. Einen anderen Namen wählen.',
  [rpcError.internal]:
    'In Hearth ist etwas schiefgegangen. Was gespeichert wurde, ist sicher. Es erneut versuchen; hearth doctor zeigt, was bekannt ist.',
  [rpcError.invalidInput]: 'Das wurde nicht verstanden. Nichts wurde verändert.',
  [rpcError.unknownMethod]:
    'Der andere Teil von Hearth kennt nicht, wonach er gefragt wurde. Nichts wurde verändert. Hearth überall beenden und neu starten.',
  [rpcError.disconnected]:
    'Die Verbindung zum Kern von Hearth ist abgebrochen. Was gespeichert wurde, ist sicher. Sie wird erneut versucht.',
  [rpcError.versionMismatch]:
    'Zwei Teile von Hearth haben verschiedene Versionen. Nichts wurde verändert. Hearth überall beenden und neu starten.',
  [rpcError.tooLarge]:
    'Das ist zu groß, um es in einem Stück zu übergeben. Nichts wurde hinzugefügt. Es stattdessen vom Datenträger importieren.',
  [rpcError.forbidden]: 'Hearth antwortet diesem Aufrufer nicht. Es mit der Adresse öffnen, die es ausgegeben hat.',
  [rpcError.aborted]: 'Angehalten.',
  [shellError.unavailable]: 'Das ist in diesem Fenster nicht möglich.',
} as const
