import { centralError } from '../../desktop/central.ts'

/** Was der zentrale Server ablehnt. */
export const serverSentences = {
  [centralError.unreadable]:
    'Unter {{host | dieser Adresse}} antwortet kein Hearth-Server, den diese Version versteht. Hier bleibt alles erhalten. Die Adresse prüfen oder Hearth aktualisieren.',
  BAD_REQUEST:
    'Der Server konnte nicht lesen, was Hearth geschickt hat. Dort wurde nichts verändert. Hearth aktualisieren und es erneut versuchen.',
  INVALID_TOKEN: 'Dieser Code gilt nicht mehr: Er wurde benutzt oder ist zu alt. Nichts wurde verändert. Einen neuen anfordern.',
  INVALID_SIGNATURE: 'Der Server hat die Unterschrift nicht angenommen. Nichts wurde verändert. Neu anmelden.',
  UNAUTHENTICATED:
    'Du bist beim Server nicht angemeldet. Hier bleibt alles erhalten und geht weiter. Anmelden, um dort weiterzumachen.',
  TOKEN_EXPIRED: 'Die Anmeldung beim Server ist abgelaufen. Hier bleibt alles erhalten und geht weiter. Neu anmelden.',
  INVALID_CREDENTIALS:
    'E-Mail-Adresse oder Passwort stimmt nicht. Nichts wurde verändert. Beides prüfen oder das Passwort neu setzen lassen.',
  INVALID_REFRESH_TOKEN: 'Die Anmeldung beim Server wurde beendet. Hier bleibt alles erhalten und geht weiter. Neu anmelden.',
  PAYMENT_REQUIRED: 'Dieser Tarif beginnt mit einer Zahlung. Nichts wurde verändert. Zur Zahlungsseite weitergehen.',
  PAYMENT_DECLINED: 'Die Zahlung wurde abgelehnt. Der Tarif bleibt, wie er ist. Anders bezahlen.',
  PAYMENTS_NOT_OFFERED: 'Dieser Server verkauft keine Tarife. Nichts wurde verändert. Wer ihn betreibt, weiß mehr.',
  FORBIDDEN: 'Dieses Konto darf das auf dem Server nicht. Nichts wurde verändert. Wer ihn betreibt, kann es erlauben.',
  NOT_FOUND: 'Der Server hat das nicht mehr. Nichts wurde verändert. Noch einmal danach suchen.',
  PAGE_NOT_FOUND: 'Diese Seite der Liste gibt es nicht. Nichts wurde verändert. Mit der ersten beginnen.',
  METHOD_NOT_ALLOWED: 'Der Server nimmt das von dieser Version nicht an. Nichts wurde verändert. Hearth aktualisieren.',
  ALREADY_SUBSCRIBED: 'Es gibt schon einen bezahlten Tarif. Nichts wurde verändert. Stattdessen jenen ändern.',
  KEY_IS_CONFIGURED:
    'Dieser Server unterschreibt mit dem Geheimnis seiner Konfiguration. Nichts wurde verändert. Dort ein anderes setzen.',
  PLAN_IS_PAID: 'Dieser Tarif wird über Stripe bezahlt. Nichts wurde verändert. Ihn dort ändern.',
  EMAIL_TAKEN:
    'Mit dieser E-Mail-Adresse gibt es schon ein Konto. Nichts wurde verändert. Anmelden oder eine andere Adresse wählen.',
  MORE_THAN_HELD:
    'Es wurde mehr verbraucht, als dafür zurückgelegt war. Auf dem Server wurde nichts gezählt. Es wird erneut gemeldet.',
  USAGE_CONFLICT:
    'Der Server hat diesen Verbrauch schon mit anderen Zahlen gezählt. Seine Zahlen bleiben. Sonst ist nichts betroffen.',
  MESSAGE_CONFLICT:
    'Der Server hat unter dieser Kennung eine andere Nachricht. Beide bleiben erhalten. Die eigene noch einmal senden.',
  MESSAGE_IN_PROGRESS:
    'Der Server schreibt gerade die Antwort auf diese Nachricht. Deine Worte bleiben erhalten. Einen Moment warten.',
  PAYLOAD_TOO_LARGE: 'Das ist zu groß für den Server. Hier bleibt es erhalten. Es in kleineren Teilen senden.',
  UNSUPPORTED_MEDIA_TYPE: 'Der Server liest nicht, was diese Version sendet. Nichts wurde verändert. Hearth aktualisieren.',
  VALIDATION_FAILED:
    'Der Server nimmt das so nicht an ({{field | ein Feld davon}}). Nichts wurde verändert. Es berichtigen und erneut versuchen.',
  EMBEDDING_MISMATCH:
    'Der Server vergleicht Dokumente mit dem Modell {{embedding_model, quoted | seiner Wahl}}, das hier nicht benutzt wird. Nichts wurde hinzugefügt. Jenes benutzen oder hier suchen.',
  EMBEDDING_REQUIRED:
    'Der Server hat kein Modell zum Suchen und nimmt nur Vektoren von {{embedding_model, quoted | seiner Wahl}}. Nichts wurde hinzugefügt. Jenes Modell benutzen oder hier suchen.',
  MESSAGE_TOO_LONG:
    'Diese Nachricht ist länger, als das Modell des Servers lesen kann: {{tokens, number | zu viele}} Token von höchstens {{limit, number | seiner Grenze}}. Deine Worte bleiben erhalten. Sie kürzen.',
  QUOTA_EXCEEDED:
    'Was dieses Konto im Monat verbrauchen darf, ist aufgebraucht ({{limit, number | die Grenze des Tarifs}}). Alles bleibt lesbar und durchsuchbar. Auf den nächsten Monat warten oder einen größeren Tarif wählen.',
  RATE_LIMITED: 'Der Server wurde zu oft gefragt. Alles bleibt erhalten. Etwas warten und es erneut versuchen.',
  INTERNAL: 'Auf dem Server ging etwas schief; er hat es festgehalten. Hier bleibt alles erhalten. Es später erneut versuchen.',
  INDEX_BUILDING: 'Der Server liest deine Dokumente noch. Alles bleibt erhalten. Gleich noch einmal fragen.',
  MODEL_UNAVAILABLE:
    'Der Server hat dafür im Moment kein Modell. Deine Worte bleiben erhalten. Ein Modell auf diesem Rechner benutzen.',
  OVERLOADED: 'Der Server hat zu viel zu tun. Alles bleibt erhalten. Etwas warten und es erneut versuchen.',
  PAYMENT_UNAVAILABLE: 'Zahlungen sind im Moment nicht möglich. Nichts wurde verändert. Es später erneut versuchen.',
  STORE_UNAVAILABLE: 'Der Server kann das im Moment nicht. Alles bleibt erhalten. Es später erneut versuchen.',
} as const
