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
  [watchedFolderError.unknown]: 'Dieser Ordner wird nicht mehr beobachtet. Nichts wurde verändert.',
  [watchedFolderError.overlaps]:
    'Der Ordner {{path | von vorher}} hat gemeinsame Dateien mit diesem. Nichts wurde verändert. Einen anderen Ordner wählen oder eine andere Sammlung.',
  [watchedFolderError.notAFolder]:
    '{{path | Dieser Ort}} ist kein Ordner. Nichts wurde verändert. Einen Ordner wählen; einzelne Dateien kommen als Dokumente hinzu.',
  [personaError.unknown]: 'Diese Persona ist nicht mehr da. Nichts wurde verändert.',
  [personaError.nameTaken]: 'Eine Persona „{{name}}“ gibt es schon. Nichts wurde verändert. Einen anderen Namen wählen.',
} as const
