import { parserError } from '../../engine/parser.ts'

export const parserSentences = {
  [parserError.unsupported]:
    'Das kann Hearth nicht lesen: Es ist {{found, found}}. Die Datei selbst bleibt, wie sie ist. Als PDF, Word (.docx), HTML, Markdown oder reinen Text speichern und das hinzufügen.',
  'parser.unsupported.docx':
    'Das kann Hearth nicht lesen: Es ist {{found, found}}. Die Datei selbst bleibt, wie sie ist. In einem Textprogramm öffnen, als Word (.docx) speichern und das hinzufügen.',
  'parser.unsupported.xlsx':
    'Das kann Hearth nicht lesen: Es ist {{found, found}}. Die Datei selbst bleibt, wie sie ist. In einem Tabellenprogramm öffnen, als Excel (.xlsx) speichern und das hinzufügen.',
  'parser.unsupported.pptx':
    'Das kann Hearth nicht lesen: Es ist {{found, found}}. Die Datei selbst bleibt, wie sie ist. In einem Präsentationsprogramm öffnen, als PowerPoint (.pptx) speichern und das hinzufügen.',
  'parser.unsupported.recognise':
    'Das kann Hearth nicht lesen: Es ist {{found, found}}. Die Datei selbst bleibt, wie sie ist. Steht Text darauf, ihn mit einem Programm erkennen lassen (OCR) und das Ergebnis hinzufügen.',
  'parser.unsupported.unpack':
    'Das kann Hearth nicht lesen: Es ist {{found, found}}. Die Datei selbst bleibt, wie sie ist. Auspacken und die Dateien darin hinzufügen.',
  'parser.unsupported.write_down':
    'Das kann Hearth nicht lesen: Es ist {{found, found}}. Die Datei selbst bleibt, wie sie ist. Stattdessen eine Abschrift als Text hinzufügen.',
  'parser.unsupported.export':
    'Das kann Hearth nicht lesen: Es ist {{found, found}}. Die Datei selbst bleibt, wie sie ist. Im eigenen Programm öffnen, als PDF, Word (.docx) oder Text ausgeben und das hinzufügen.',
  [parserError.empty]:
    'In dieser Datei steht kein Text. Die Datei selbst bleibt, wie sie ist. Nachsehen, ob sie gespeichert wurde, und sie erneut hinzufügen.',
  [parserError.encrypted]:
    'Der Text ist mit einem Passwort geschützt und nicht lesbar ({{kind, kind}}). Die Datei selbst bleibt, wie sie ist. Eine Kopie ohne Passwort speichern und diese hinzufügen.',
  'parser.scanned_one':
    'Dieses PDF hat {{pages, number}} Seite, aber keinen Text: Es besteht aus Bildern, wie ein Scanner sie macht. Die Datei selbst bleibt, wie sie ist. Den Text mit einem Programm erkennen lassen (OCR) und das Ergebnis hinzufügen.',
  'parser.scanned_other':
    'Dieses PDF hat {{pages, number}} Seiten, aber keinen Text: Es besteht aus Bildern, wie ein Scanner sie macht. Die Datei selbst bleibt, wie sie ist. Den Text mit einem Programm erkennen lassen (OCR) und das Ergebnis hinzufügen.',
  [parserError.tooLarge]:
    'Diese Datei ist zu groß: {{size_bytes, mebibytes}}, lesbar sind höchstens {{limit_bytes, mebibytes}}. Die Datei selbst bleibt, wie sie ist. Sie teilen und die Teile hinzufügen.',
  'parser.bomb.entries':
    'Diese Datei würde ausgepackt weit größer als erlaubt (mehr als {{limit, number}} Teile), deshalb wurde das Lesen beendet. Die Datei selbst bleibt, wie sie ist. Wenn sie vertrauenswürdig ist: im eigenen Programm öffnen, neu speichern und das hinzufügen.',
  'parser.bomb.size':
    'Diese Datei würde ausgepackt weit größer als erlaubt (mehr als {{limit, mebibytes}}), deshalb wurde das Lesen beendet. Die Datei selbst bleibt, wie sie ist. Wenn sie vertrauenswürdig ist: im eigenen Programm öffnen, neu speichern und das hinzufügen.',
  'parser.bomb.ratio':
    'Diese Datei würde ausgepackt weit größer als erlaubt (mehr als das {{limit, number}}-Fache), deshalb wurde das Lesen beendet. Die Datei selbst bleibt, wie sie ist. Wenn sie vertrauenswürdig ist: im eigenen Programm öffnen, neu speichern und das hinzufügen.',
  [parserError.corrupt]:
    'Die Datei ist beschädigt oder unvollständig und nicht lesbar ({{kind, kind}}). Die Datei selbst bleibt, wie sie ist. Sie im eigenen Programm prüfen oder neu holen und noch einmal hinzufügen.',
  'parser.unreadable.missing':
    'Die Datei ist nicht mehr da. Nachsehen, ob sie verschoben oder umbenannt wurde, und sie erneut hinzufügen. Nichts wurde hinzugefügt.',
  'parser.unreadable.denied':
    'Hearth darf diese Datei nicht öffnen. Dem eigenen Konto das Leserecht geben und sie erneut hinzufügen. Nichts wurde hinzugefügt.',
  'parser.unreadable.not_a_file': 'Das ist keine lesbare Datei. Ein Dokument auswählen. Nichts wurde hinzugefügt.',
  'parser.unreadable.failed':
    'Die Datei war vom Datenträger nicht zu lesen. Datenträger oder Netzlaufwerk prüfen und sie erneut hinzufügen. Nichts wurde hinzugefügt.',
  [parserError.timeout]:
    'Das Lesen dieser Datei dauerte länger als {{limit_ms, seconds}} und wurde beendet. Die Datei selbst bleibt, wie sie ist. Sie teilen und die Teile hinzufügen.',
  [parserError.memory]:
    'Das Lesen dieser Datei brauchte mehr Speicher als die erlaubten {{limit_bytes, mebibytes}} und wurde beendet. Die Datei selbst bleibt, wie sie ist. Sie teilen und die Teile hinzufügen.',
  'found.picture': 'ein Bild ({{format}})',
  'found.scanned_book': 'ein eingescanntes Buch (DjVu)',
  'found.postscript': 'eine PostScript-Datei',
  'found.sound': 'eine Tondatei',
  'found.film': 'ein Film',
  'found.compressed': 'eine gepackte Datei ({{format}})',
  'found.archive': 'ein Archiv ({{format}})',
  'found.outlook_mailbox': 'ein Postfach von Outlook (.pst)',
  'found.outlook_message': 'eine Nachricht von Outlook (.msg)',
  'found.mobi': 'ein E-Book (MOBI)',
  'found.wordperfect': 'ein WordPerfect-Dokument',
  'found.program': 'ein Programm',
  'found.database': 'eine Datenbankdatei',
  'found.parquet': 'eine Tabellendatei (Parquet)',
  'found.model': 'eine Modelldatei',
  'found.font': 'eine Schrift',
  'found.bytes': 'kein Text, sondern eine Datei aus Bytes',
  'found.binary_excel': 'eine binäre Excel-Datei (.xlsb)',
  'found.ods': 'eine OpenDocument-Tabelle (.ods)',
  'found.odp': 'eine OpenDocument-Präsentation (.odp)',
  'found.odg': 'eine OpenDocument-Zeichnung (.odg)',
  'found.iwork': 'ein Dokument von Pages, Numbers oder Keynote',
  'found.old_word': 'ein altes Word-Dokument (.doc)',
  'found.old_excel': 'eine alte Excel-Datei (.xls)',
  'found.old_powerpoint': 'eine alte PowerPoint-Datei (.ppt)',
  'found.old_office': 'eine alte Office-Datei (.doc, .xls oder .ppt)',
  'kind.text': 'Textdatei',
  'kind.markdown': 'Markdown-Datei',
  'kind.html': 'Webseite',
  'kind.pdf': 'PDF',
  'kind.docx': 'Word-Dokument',
  'kind.code': 'Quelltext',
  'kind.csv': 'Tabelle',
  'kind.json': 'JSON-Datei',
  'kind.email': 'Nachricht',
  'kind.rtf': 'RTF-Datei',
  'kind.pptx': 'Präsentation',
  'kind.xlsx': 'Arbeitsmappe',
  'kind.odt': 'OpenDocument-Text',
  'kind.epub': 'E-Book',
  'warning.characters_replaced': 'Einige Zeichen waren nicht lesbar und erscheinen als �.',
  'warning.encoding_guessed': 'Die Datei sagt nicht, wie ihre Buchstaben kodiert sind; die wahrscheinlichste Art wurde genommen.',
  'warning.nesting_too_deep':
    'Die Seite ist so tief verschachtelt, dass nur ihr reiner Text genommen wurde, samt der Navigation.',
  'warning.pages_without_text': 'Einige Seiten sind Bilder ohne Text; auf ihnen ist nichts zu finden.',
  'warning.page_unreadable': 'Einige Seiten sind beschädigt und wurden ausgelassen.',
  'warning.fonts_without_text': 'Einige Schriften sagen nicht, welche Buchstaben sie zeigen; Teile des Textes können fehlen.',
  'warning.part_unreadable': 'Einige Teile sind beschädigt und wurden ausgelassen.',
  'warning.too_large_for_structure': 'Die Seite ist so groß, dass nur ihr reiner Text genommen wurde, samt der Navigation.',
} as const
