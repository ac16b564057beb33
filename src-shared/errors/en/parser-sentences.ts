import { parserError } from '../../engine/parser.ts'

export const parserSentences = {
  [parserError.unsupported]:
    'Hearth cannot read this: it is {{found, found}}. The file itself was not touched. Save it as PDF, Word (.docx), HTML, Markdown or plain text and add that.',
  'parser.unsupported.docx':
    'Hearth cannot read this: it is {{found, found}}. The file itself was not touched. Open it in a word processor, save it as Word (.docx) and add that.',
  'parser.unsupported.xlsx':
    'Hearth cannot read this: it is {{found, found}}. The file itself was not touched. Open it in a spreadsheet program, save it as Excel (.xlsx) and add that.',
  'parser.unsupported.pptx':
    'Hearth cannot read this: it is {{found, found}}. The file itself was not touched. Open it in a presentation program, save it as PowerPoint (.pptx) and add that.',
  'parser.unsupported.recognise':
    'Hearth cannot read this: it is {{found, found}}. The file itself was not touched. If there is text on it, run it through a program that recognises text (OCR) and add the result.',
  'parser.unsupported.unpack':
    'Hearth cannot read this: it is {{found, found}}. The file itself was not touched. Unpack it and add the files that are in it.',
  'parser.unsupported.write_down':
    'Hearth cannot read this: it is {{found, found}}. The file itself was not touched. Add a transcript of it as text instead.',
  'parser.unsupported.export':
    'Hearth cannot read this: it is {{found, found}}. The file itself was not touched. Open it in its own program, export it as PDF, Word (.docx) or text and add that.',
  [parserError.empty]:
    'There is no text in this file. The file itself was not touched. Check that it was saved, then add it again.',
  [parserError.encrypted]:
    'This {{kind, kind}} is protected with a password, so its text cannot be read. The file itself was not touched. Save a copy without a password and add that.',
  'parser.scanned_one':
    'This PDF has {{pages, number}} page but no text: it is made of pictures, as a scanner makes them. The file itself was not touched. Run it through a program that recognises text (OCR) and add the result.',
  'parser.scanned_other':
    'This PDF has {{pages, number}} pages but no text: it is made of pictures, as a scanner makes them. The file itself was not touched. Run it through a program that recognises text (OCR) and add the result.',
  [parserError.tooLarge]:
    'This file is too large: {{size_bytes, mebibytes}}, and at most {{limit_bytes, mebibytes}} can be read. The file itself was not touched. Split it and add the parts.',
  'parser.bomb.entries':
    'This file would unpack to far more than it should (more than {{limit, number}} parts), so reading was stopped. The file itself was not touched. If you trust it, open it in its own program, save it anew and add that.',
  'parser.bomb.size':
    'This file would unpack to far more than it should (more than {{limit, mebibytes}}), so reading was stopped. The file itself was not touched. If you trust it, open it in its own program, save it anew and add that.',
  'parser.bomb.ratio':
    'This file would unpack to far more than it should (more than {{limit, number}} times its size), so reading was stopped. The file itself was not touched. If you trust it, open it in its own program, save it anew and add that.',
  [parserError.corrupt]:
    'This {{kind, kind}} is damaged or incomplete and cannot be read. The file itself was not touched. Open it in its own program to check it, or fetch it again, then add it once more.',
  'parser.unreadable.missing':
    'The file is not there any more. Check that it was not moved or renamed, then add it again. Nothing was added.',
  'parser.unreadable.denied':
    'Hearth may not open this file. Give your account the right to read it, then add it again. Nothing was added.',
  'parser.unreadable.not_a_file': 'This is not a file that can be read. Choose a document. Nothing was added.',
  'parser.unreadable.failed':
    'The file could not be read from its disk. Check the disk or the network folder, then add it again. Nothing was added.',
  [parserError.timeout]:
    'Reading this file took longer than {{limit_ms, seconds}}, so it was stopped. The file itself was not touched. Split it and add the parts.',
  [parserError.memory]:
    'Reading this file took more memory than the {{limit_bytes, mebibytes}} allowed, so it was stopped. The file itself was not touched. Split it and add the parts.',
  'found.picture': 'a picture ({{format}})',
  'found.scanned_book': 'a scanned book (DjVu)',
  'found.postscript': 'a PostScript file',
  'found.sound': 'a sound file',
  'found.film': 'a film',
  'found.compressed': 'a compressed file ({{format}})',
  'found.archive': 'an archive ({{format}})',
  'found.outlook_mailbox': 'a mailbox of Outlook (.pst)',
  'found.outlook_message': 'an Outlook message (.msg)',
  'found.mobi': 'an e-book (MOBI)',
  'found.wordperfect': 'a WordPerfect document',
  'found.program': 'a program',
  'found.database': 'a database file',
  'found.parquet': 'a table file (Parquet)',
  'found.model': 'a model file',
  'found.font': 'a font',
  'found.bytes': 'no text but a file of bytes',
  'found.binary_excel': 'a binary Excel file (.xlsb)',
  'found.ods': 'an OpenDocument spreadsheet (.ods)',
  'found.odp': 'an OpenDocument presentation (.odp)',
  'found.odg': 'an OpenDocument drawing (.odg)',
  'found.iwork': 'a document of Pages, Numbers or Keynote',
  'found.old_word': 'an old Word document (.doc)',
  'found.old_excel': 'an old Excel file (.xls)',
  'found.old_powerpoint': 'an old PowerPoint file (.ppt)',
  'found.old_office': 'an old Office file (.doc, .xls or .ppt)',
  'kind.text': 'text file',
  'kind.markdown': 'Markdown file',
  'kind.html': 'web page',
  'kind.pdf': 'PDF',
  'kind.docx': 'Word document',
  'kind.code': 'source file',
  'kind.csv': 'table',
  'kind.json': 'JSON file',
  'kind.email': 'message',
  'kind.rtf': 'rich-text file',
  'kind.pptx': 'presentation',
  'kind.xlsx': 'workbook',
  'kind.odt': 'OpenDocument text',
  'kind.epub': 'e-book',
  'warning.characters_replaced': 'Some characters could not be decoded and show as �.',
  'warning.encoding_guessed': 'The file does not say how its letters are encoded; the most likely way was taken.',
  'warning.nesting_too_deep':
    'The page is nested so deeply that only its plain text was taken, without telling content from navigation.',
  'warning.pages_without_text': 'Some pages are pictures without text; nothing can be found on them.',
  'warning.page_unreadable': 'Some pages are damaged and were left out.',
  'warning.fonts_without_text': 'Some fonts do not say which letters they show; parts of the text may be missing.',
  'warning.part_unreadable': 'Some parts are damaged and were left out.',
  'warning.too_large_for_structure':
    'The page is so large that only its plain text was taken, without telling content from navigation.',
} as const
