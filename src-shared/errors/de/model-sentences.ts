import { modelError } from '../../desktop/models.ts'
import { networkError } from '../../desktop/network.ts'
import { updateError } from '../../desktop/updates.ts'
import { embedderError } from '../../engine/embedder.ts'
import { engineError } from '../../engine/lifecycle.ts'
import { llamaError } from '../../engine/llama.ts'
import { indexError } from '../../engine/passage-index.ts'

export const modelSentences = {
  [modelError.unknown]: 'Ein Modell „{{id}}“ gibt es nicht. Eines aus der Liste der Modelle wählen.',
  [modelError.notDownloadable]:
    'Dieses Modell wurde aus einer Datei hinzugefügt und kann nicht geladen werden. Die Datei erneut hinzufügen.',
  [modelError.offline]:
    'Hearth soll offline bleiben, deshalb wurde nichts geladen. Das in den Einstellungen ausschalten oder eine Modelldatei vom Datenträger hinzufügen.',
  [modelError.unreachable]:
    'Der Server {{host}} des Modells war nicht erreichbar. Was ankam, bleibt erhalten. Das Netz prüfen oder in den Einstellungen einen Spiegel angeben und weitermachen.',
  [modelError.notOnServer]:
    'Auf dem Server {{host}} fehlt die Datei {{file}} des Modells. Was ankam, bleibt erhalten. In den Einstellungen einen anderen Spiegel angeben oder ein anderes Modell wählen.',
  [modelError.notVerifiable]:
    'Der Server {{host}} sagt nicht, welche Prüfsumme die Datei des Modells hat, deshalb wurde nichts geladen. In den Einstellungen einen anderen Spiegel angeben.',
  [modelError.diskFull]:
    'Auf dem Datenträger ist nicht genug Platz: {{needed_bytes, bytes | unbekannt viel}} werden gebraucht, {{free_bytes, bytes | zu wenig}} sind frei. Was ankam, bleibt erhalten. Platz schaffen und weitermachen.',
  [modelError.wrongSize]:
    'Was geladen wurde, hat nicht die angekündigte Größe und wurde verworfen. Es erneut versuchen oder einen anderen Spiegel wählen.',
  [modelError.wrongHash]:
    'Was geladen wurde, ist nicht die angekündigte Datei (ihr SHA-256 weicht ab) und wurde verworfen. Es erneut versuchen oder einen anderen Spiegel wählen.',
  [modelError.stalled]:
    'Der Download stand still und wurde angehalten. Was ankam, bleibt erhalten. Weitermachen, wenn das Netz besser ist.',
  [modelError.notAModel]:
    'Das ist kein Modell, das Hearth verwenden kann. Es wurde nicht hinzugefügt. Eine GGUF-Datei wählen oder einen Ordner mit einem ONNX-Modell und seinem Tokenizer.',
  'models.not_a_model.split':
    'Das ist ein Teil eines Modells, das aus mehreren Dateien besteht; solche kann Hearth nicht verwenden. Es wurde nicht hinzugefügt. Das Modell als eine einzige GGUF-Datei wählen.',
  'models.not_a_model.no_single_score':
    'Dieses Modell teilt Texte in mehrere Klassen ein, also kann es weder suchen noch Treffer ordnen. Es wurde nicht hinzugefügt. Einen Embedder wählen oder einen Reranker, der einen einzigen Wert nennt.',
  'models.not_a_model.embedder_needs_folder':
    'Modelle für die Suche laufen aus einem Ordner mit einem ONNX-Modell und seinem Tokenizer, nicht aus einer GGUF-Datei. Es wurde nicht hinzugefügt. Einen solchen Ordner wählen.',
  [modelError.unsupportedArchitecture]:
    'Modelle der Art „{{architecture | unbekannt}}“ laufen hier nicht. Es wurde nicht hinzugefügt. Ein anderes Modell wählen.',
  [modelError.damaged]:
    'Die Modelldatei ist beschädigt oder unvollständig. Sonst wurde nichts angetastet. Sie noch einmal laden oder kopieren.',
  [modelError.missingFile]:
    'Die Datei {{path}} des Modells ist nicht mehr da. Sie zurücklegen oder das Modell entfernen und erneut hinzufügen.',
  [modelError.doesNotFit]:
    '{{name | Das Modell}} passt nicht in den Speicher dieses Geräts. Nichts ging verloren. Ein kleineres Modell oder einen kleineren Kontext wählen.',
  [modelError.inUse]: 'Das Modell wird gerade verwendet, für eine Antwort oder für Dokumente. Das Ende abwarten oder anhalten.',
  [llamaError.notLoaded]: 'Es ist kein Modell geladen. Noch einmal fragen; dann wird es geladen.',
  [llamaError.missingFile]:
    'Die Datei {{path}} des Modells ist nicht mehr da. Der Chat ist sicher. Sie zurücklegen oder ein anderes Modell wählen.',
  [llamaError.notAGguf]: 'Die Modelldatei ist keine GGUF-Datei. Sonst wurde nichts angetastet. Eine andere Datei wählen.',
  [llamaError.damaged]:
    'Die Modelldatei ist beschädigt oder unvollständig und ließ sich nicht laden. Der Chat ist sicher. Sie noch einmal laden.',
  [llamaError.unsupportedArchitecture]:
    'Modelle der Art „{{architecture | unbekannt}}“ laufen hier nicht. Der Chat ist sicher. Ein anderes Modell wählen.',
  [llamaError.doesNotFit]:
    'Das Modell passt nicht in den Speicher, auch nicht in seiner kleinsten Form. Der Chat ist sicher. Ein kleineres Modell wählen oder andere Programme schließen.',
  [llamaError.noSuchBackend]:
    'Die Grafikschnittstelle „{{gpu}}“ läuft auf diesem Gerät nicht. Sie in den Einstellungen auf automatisch stellen.',
  [llamaError.promptTooLong]:
    'Die Frage hat {{tokens, number | zu viele}} Token, das Modell nimmt höchstens {{limit, number | weniger}}. Sie ist gespeichert. Sie kürzen und noch einmal fragen.',
  [llamaError.badSchema]: 'Die Form der Antwort war nicht zu verstehen. Nichts ging verloren. Noch einmal fragen.',
  [indexError.missing]: 'Der Index dieser Dokumente ist nicht da. Er wird aus dem, was aufbewahrt ist, neu angelegt.',
  [embedderError.notLoaded]: 'Das Modell zum Suchen ist nicht geladen. Es erneut versuchen.',
  [embedderError.missingFile]:
    'Dem Modell zum Suchen fehlt seine Datei {{file}}. Nichts ging verloren. Es entfernen und erneut hinzufügen.',
  [embedderError.damaged]:
    'Das Modell zum Suchen ist beschädigt. Deine Dokumente sind sicher. Es entfernen und erneut hinzufügen.',
  [embedderError.unsupported]: 'Dieses Modell taugt nicht zum Suchen. Deine Dokumente sind sicher. Ein anderes wählen.',
  [engineError.crashed]:
    'Das Modell blieb unerwartet stehen. Der Text bis hierher ist gespeichert. Weiterschreiben lassen oder noch einmal fragen; es wird neu gestartet.',
  [engineError.crashLoop]:
    'Das Modell blieb immer wieder stehen und wird nicht mehr von selbst gestartet. Der Chat ist sicher. Ein kleineres Modell wählen oder den Prozessor statt der Grafikkarte und noch einmal fragen.',
  [engineError.hung]:
    'Das Modell antwortete nicht mehr und wurde beendet. Der Text bis hierher ist gespeichert. Weiterschreiben lassen oder noch einmal fragen.',
  [engineError.couldNotStart]:
    'Der Prozess des Modells ließ sich nicht starten. Der Chat ist sicher. hearth doctor zeigt, warum.',
  [engineError.outOfMemory]:
    'Das Modell brauchte mehr Speicher, als es gibt, und wurde beendet. Der Text bis hierher ist gespeichert. Ein kleineres Modell oder einen kleineren Kontext wählen.',
  [updateError.noHost]:
    'Diese Ausgabe von Hearth kennt keinen Ort, an dem es nach neuen Versionen sucht. Nichts wurde gesendet. Eine neue Version von Hand installieren.',
  [updateError.notGenuine]:
    'Was geladen wurde, ist nicht die angekündigte Version von Hearth. Es wurde verworfen, und nichts wurde verändert. Es später erneut versuchen.',
  [updateError.nothingFound]: 'Es gibt keine neue Version zu installieren. Nichts wurde verändert. Zuerst nach einer suchen.',
  [networkError.offline]: 'Hearth soll offline bleiben; nichts wurde gesendet. Das in den Einstellungen ausschalten.',
  [networkError.unreachable]:
    '{{host | Der Server}} war nicht erreichbar. Nichts ging verloren. Das Netz prüfen und es erneut versuchen.',
  [networkError.refused]:
    'Die Adresse {{host}} darf Hearth nicht aufrufen. Nichts wurde gesendet. Den Spiegel in den Einstellungen prüfen.',
} as const
