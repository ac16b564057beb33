import { contextError } from '../../desktop/context.ts'
import { personaError } from '../../desktop/personas.ts'
import { watchedFolderError } from '../../desktop/watched-folders.ts'

export const contextSentences = {
  [contextError.unknownCompaction]: 'Diese Zusammenfassung ist nicht mehr da. Keine Nachricht wurde verändert.',
  [contextError.nothingToCompact]:
    'Es gibt noch nichts zusammenzufassen. Nichts wurde verändert. Die neueste Frage und ihre Antwort werden immer im Wortlaut gelesen.',
  [contextError.cannotSummarise]:
    'Das Modell dieses Chats kann keine Zusammenfassung schreiben. Nichts wurde verändert. Ein Modell wählen, das in eigenen Worten schreibt.',
  [contextError.emptySummary]:
    'Das Modell hat keine Zusammenfassung geschrieben. Nichts wurde verändert. Es erneut versuchen oder ein anderes Modell wählen.',
  [watchedFolderError.unknown]:
    '{{path | Dieser Ordner}} wird nicht beobachtet. Nichts wurde verändert. hearth watch list zeigt die beobachteten.',
  [watchedFolderError.overlaps]:
    '„{{path}}“ wird schon in diese Sammlung beobachtet und hat gemeinsame Dateien mit ihm. Nichts wurde verändert. Die Regeln von jenem ändern oder eine andere Sammlung wählen.',
  [watchedFolderError.notAFolder]:
    '„{{path}}“ ist eine Datei. Nichts wurde verändert. Den Ordner wählen, in dem sie liegt, oder die Datei für sich hinzufügen.',
  [personaError.unknown]: 'Diese Persona ist nicht mehr da. Nichts wurde verändert.',
  [personaError.nameTaken]: 'Eine Persona „{{name}}“ gibt es schon. Nichts wurde verändert. Einen anderen Namen wählen.',
} as const
