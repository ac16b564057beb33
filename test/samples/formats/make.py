"""Writes the sample documents beside this file, each by a program that is not Hearth's, and the text that each says.

Needs LibreOffice (writer, calc, impress) and openpyxl, python-pptx, ebooklib, reportlab; run once, the results are committed.
"""

import csv
import datetime
import json
import mailbox
import os
import subprocess
import sys
from email.message import EmailMessage

here = os.path.dirname(os.path.abspath(__file__))


def out(name):
    return os.path.join(here, name)


def say(name, lines):
    """The words of a document, a line for each paragraph, cell or value, in the order they are read."""
    with open(out(name + ".said.txt"), "w", encoding="utf-8") as file:
        file.write("\n".join(lines) + "\n")


def office(source, *kinds):
    for kind in kinds:
        subprocess.run(["soffice", "--headless", "--convert-to", kind, "--outdir", here, source], check=True, stdout=subprocess.DEVNULL)


# A text with everything a word processor knows.
style = 'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" xmlns:draw="urn:oasis:names:tc:opendocument:xmlns:drawing:1.0" xmlns:svg="urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:meta="urn:oasis:names:tc:opendocument:xmlns:meta:1.0"'
rows = [("Bauteil", "Stück", "Preis"), ("Mahlstein", "2", "1.240,00 €"), ("Kammrad", "1", "380,50 €"), ("Wellenlager, geschmiert", "4", "27,90 €")]
table = "".join("<table:table-row>%s</table:table-row>" % "".join("<table:table-cell><text:p>%s</text:p></table:table-cell>" % cell for cell in row) for row in rows)
handbook = f'''<?xml version="1.0" encoding="UTF-8"?>
<office:document {style} office:version="1.3" office:mimetype="application/vnd.oasis.opendocument.text">
<office:meta><dc:title>Handbuch der Mühle</dc:title></office:meta>
<office:body><office:text>
<text:h text:outline-level="1">Das Mahlwerk</text:h>
<text:p>Die Mühle steht seit 1874 am Bach. Ihr Rad dreht sich, sobald das Wehr geschlossen ist<text:note text:id="ftn1" text:note-class="footnote"><text:note-citation>1</text:note-citation><text:note-body><text:p>Das Wehr wurde 1931 erneuert.</text:p></text:note-body></text:note>; „Vorsicht“ steht über der Tür.</text:p>
<text:h text:outline-level="2">Vor dem Anlaufen</text:h>
<text:list><text:list-item><text:p>Das Sieb reinigen</text:p></text:list-item><text:list-item><text:p>Die Lager ölen</text:p><text:list><text:list-item><text:p>zuerst das obere, dann das untere</text:p></text:list-item></text:list></text:list-item></text:list>
<text:p>Łódź, Ångström, naïve café, 日本語の文, Ελληνικά, Привет.</text:p>
<text:h text:outline-level="2">Ersatzteile</text:h>
<table:table table:name="Teile"><table:table-column table:number-columns-repeated="3"/>{table}</table:table>
<text:p>Preise ohne Gewähr.</text:p>
<text:p><draw:frame svg:width="8cm" svg:height="2cm" text:anchor-type="paragraph"><draw:text-box><text:p>Im Kasten: Nur bei Stillstand öffnen!</text:p></draw:text-box></draw:frame>Der Absatz neben dem Kasten.</text:p>
<text:h text:outline-level="1">Die Pflege</text:h>
<text:p>Jede Woche wird der Stein geschärft.<text:line-break/>Zwei Stunden genügen.</text:p>
</office:text></office:body></office:document>'''
with open("/tmp/handbook.fodt", "w", encoding="utf-8") as file:
    file.write(handbook)
office("/tmp/handbook.fodt", "odt", "docx", "rtf", "pdf", "epub")
said = [
    "Das Mahlwerk", "Die Mühle steht seit 1874 am Bach. Ihr Rad dreht sich, sobald das Wehr geschlossen ist", "„Vorsicht“ steht über der Tür.",
    "Das Wehr wurde 1931 erneuert.", "Vor dem Anlaufen", "Das Sieb reinigen", "Die Lager ölen", "zuerst das obere, dann das untere",
    "Łódź, Ångström, naïve café, 日本語の文, Ελληνικά, Привет.", "Ersatzteile", *[cell for row in rows for cell in row],
    "Preise ohne Gewähr.", "Im Kasten: Nur bei Stillstand öffnen!", "Der Absatz neben dem Kasten.", "Die Pflege",
    "Jede Woche wird der Stein geschärft.", "Zwei Stunden genügen.",
]
say("handbook", said)

# A workbook: openpyxl writes it, LibreOffice works out its formulas.
from openpyxl import Workbook

book = Workbook()
prices = book.active
prices.title = "Prices"
prices.append(["Part", "Ordered", "Amount", "Price", "Share"])
parts = [("Millstone", datetime.date(2026, 3, 14), 2, 1240.0, 0.25), ("Cog wheel", datetime.date(2025, 12, 1), 1, 380.5, 0.075), ("Bearing, greased", datetime.date(2026, 1, 31), 4, 27.9, 0.5)]
for row, part in enumerate(parts, start=2):
    prices.append(part)
    prices.cell(row, 2).number_format = "yyyy-mm-dd"
    prices.cell(row, 4).number_format = "#,##0.00"
    prices.cell(row, 5).number_format = "0.0%"
prices["A8"] = "Total"
prices["D8"] = "=SUM(D2:D4)"
prices["D8"].number_format = "#,##0.00"
notes = book.create_sheet("Notes & terms")
notes["B3"] = "Delivery within\nfour weeks"
notes["B4"] = True
notes["C4"] = datetime.time(16, 45)
notes["C4"].number_format = "hh:mm"
book.save(out("prices-openpyxl.xlsx"))
subprocess.run(["cp", out("prices-openpyxl.xlsx"), "/tmp/prices.xlsx"], check=True)
office("/tmp/prices.xlsx", "xlsx:Calc MS Excel 2007 XML")
say("prices", ["Prices", "Part", "Ordered", "Amount", "Price", "Share", "Millstone", "2026-03-14", "2", "1,240.00", "25.0%", "Cog wheel", "2025-12-01", "1", "380.50", "7.5%",
    "Bearing, greased", "2026-01-31", "4", "27.90", "50.0%", "Total", "1,648.40", "Notes & terms", "Delivery within four weeks", "TRUE", "16:45"])

# A presentation with notes, a table, a group and two columns.
from pptx import Presentation
from pptx.util import Inches

deck = Presentation()
slide = deck.slides.add_slide(deck.slide_layouts[0])
slide.shapes.title.text = "The mill at Löbau"
slide.placeholders[1].text = "Plans for 2027"
slide = deck.slides.add_slide(deck.slide_layouts[1])
slide.shapes.title.text = "What comes first"
body = slide.placeholders[1].text_frame
body.text = "Repair the weir"
point = body.add_paragraph()
point.text = "before the spring flood"
point.level = 1
slide.notes_slide.notes_text_frame.text = "Mention that the permit took eleven months."
slide = deck.slides.add_slide(deck.slide_layouts[5])
slide.shapes.title.text = "Costs"
cells = [("Item", "Euro"), ("Timber", "18,400"), ("Stone", "7,250")]
grid = slide.shapes.add_table(3, 2, Inches(1), Inches(2), Inches(5), Inches(1)).table
for r, row in enumerate(cells):
    for c, value in enumerate(row):
        grid.cell(r, c).text = value
group = slide.shapes.add_group_shape()
group.shapes.add_textbox(Inches(1), Inches(5), Inches(3), Inches(1)).text_frame.text = "Grouped: offers are binding until May"
deck.save(out("plans.pptx"))
subprocess.run(["cp", out("plans.pptx"), "/tmp/plans-impress.pptx"], check=True)
office("/tmp/plans-impress.pptx", "pptx:Impress MS PowerPoint 2007 XML")
say("plans", ["The mill at Löbau", "Plans for 2027", "What comes first", "Repair the weir", "before the spring flood", "Mention that the permit took eleven months.", "Costs",
    "Item", "Euro", "Timber", "18,400", "Stone", "7,250", "Grouped: offers are binding until May"])

# A book in three chapters, the last of them in two files.
from ebooklib import epub

novel = epub.EpubBook()
novel.set_identifier("mill-1")
novel.set_title("The Miller's Year")
novel.set_language("en")
chapters = []
for name, title, html in [
    ("one.xhtml", "Spring", "<h1>Spring</h1><p>The ice broke on the third of March &amp; the wheel turned.</p>"),
    ("two.xhtml", "Summer", "<h1>Summer</h1><p>There was hardly any water; they ground at night.</p><ul><li>rye</li><li>barley</li></ul>"),
    ("three.xhtml", "Autumn", "<h1>Autumn</h1><p>Carts stood as far as the bridge.</p>"),
]:
    chapter = epub.EpubHtml(title=title, file_name="text/" + name, lang="en")
    chapter.content = html
    novel.add_item(chapter)
    chapters.append(chapter)
rest = epub.EpubHtml(title="rest", file_name="text/three b.xhtml", lang="en")
rest.content = "<p>In November the first snow fell on the roof.</p>"
novel.add_item(rest)
novel.toc = chapters
novel.add_item(epub.EpubNcx())
novel.add_item(epub.EpubNav())
novel.spine = [*chapters, rest]
epub.write_epub(out("year.epub"), novel)
say("year", ["Spring", "The ice broke on the third of March & the wheel turned.", "Summer", "There was hardly any water; they ground at night.", "rye", "barley", "Autumn",
    "Carts stood as far as the bridge.", "In November the first snow fell on the roof."])

# Messages: encoded headers, two charsets, an attachment, one message inside another.
def message(subject, sender, day, text, charset="utf-8", cte=None):
    made = EmailMessage()
    made["Subject"] = subject
    made["From"] = sender
    made["To"] = "Müllerei Löbau <mill@example.org>"
    made["Date"] = day
    made.set_content(text, charset=charset, cte=cte)
    return made

offer = message("Angebot für das Kammrad – 380,50 €", "Jörg Förster <foerster@example.org>", "Tue, 03 Mar 2026 09:15:00 +0100",
    "Sehr geehrte Damen und Herren,\n\ndas Kammrad liefern wir in sechs Wochen. Größe: 1,20 m.\n\nMit freundlichen Grüßen\nJörg Förster\n", cte="quoted-printable")
offer.add_alternative("<html><body><p>Sehr geehrte Damen und Herren,</p><p>das Kammrad liefern wir in sechs Wochen. Größe: 1,20 m.</p></body></html>", subtype="html")
offer.add_attachment(b"%PDF-1.4 nothing", maintype="application", subtype="pdf", filename="Angebot März.pdf")
inner = message("Weir permit", "office@example.org", "Mon, 02 Feb 2026 08:00:00 +0000", "The permit for the weir is granted until 2040.\n")
forward = message("Fwd: Weir permit", "clerk@example.org", "Wed, 04 Feb 2026 10:30:00 +0000", "For your files.\n")
forward.add_attachment(inner)
russian = message("Мельница", "ivan@example.org", "Thu, 05 Mar 2026 12:00:00 +0300", "Колесо вращается с утра до вечера.\n", charset="koi8-r", cte="base64")
for name, made in [("offer.eml", offer), ("forward.eml", forward)]:
    with open(out(name), "wb") as file:
        file.write(bytes(made))
say("offer", ["Angebot für das Kammrad – 380,50 €", "Jörg Förster <foerster@example.org>", "Sehr geehrte Damen und Herren,", "das Kammrad liefern wir in sechs Wochen. Größe: 1,20 m.",
    "Mit freundlichen Grüßen", "Jörg Förster", "Angebot März.pdf"])
if os.path.exists(out("letters.mbox")):
    os.remove(out("letters.mbox"))
box = mailbox.mbox(out("letters.mbox"))
plain = message("Minutes", "clerk@example.org", "Fri, 06 Mar 2026 07:00:00 +0000", "Present: everybody.\nFrom now on the gate stays shut.\n")
for made in [offer, forward, russian, plain]:
    box.add(mailbox.mboxMessage(made))
box.close()
say("letters", ["Angebot für das Kammrad – 380,50 €", "das Kammrad liefern wir in sechs Wochen. Größe: 1,20 m.", "Fwd: Weir permit", "For your files.", "Weir permit",
    "The permit for the weir is granted until 2040.", "Мельница", "Колесо вращается с утра до вечера.", "Minutes", "Present: everybody.", "From now on the gate stays shut."])

# A PDF whose headings are as small as its text and stand in its outline only.
from reportlab.pdfgen import canvas

sheet = canvas.Canvas(out("outline.pdf"))
for page in range(6):
    sheet.bookmarkPage(f"p{page}")
    sheet.addOutlineEntry(f"Chapter {page} of it", f"p{page}", 0)
    sheet.setFont("Helvetica", 11)
    sheet.drawString(72, 750, f"{page}. Chapter {page} of it")
    for line in range(30):
        sheet.drawString(72, 720 - line * 14, f"Line {line} of the text of page {page} in the book.")
    if page == 2:
        sheet.bookmarkPage("sub")
        sheet.addOutlineEntry("A part below", "sub", 1)
        sheet.drawString(72, 200, "A part below")
    sheet.showPage()
sheet.save()

# Tables and records.
with open(out("stock.csv"), "w", encoding="cp1252", newline="") as file:
    writer = csv.writer(file, delimiter=";")
    writer.writerow(["Artikel", "Größe", "Bemerkung"])
    writer.writerow(["Schraube", "M8", 'für "außen"'])
    writer.writerow(["Blech", "2 mm", "zwei\nZeilen"])
    writer.writerow(["Öl", "1 l", "kühl lagern"])
say("stock", ["Artikel;Größe;Bemerkung", "Schraube;M8;", "außen", "Blech;2 mm;", "zwei", "Zeilen", "Öl;1 l;kühl lagern"])
with open(out("mill.json"), "w", encoding="utf-8") as file:
    json.dump({"name": "Mühle", "parts": [{"name": "Mahlstein", "size": {"mm": 1200}}, {"name": "Kammrad", "spare": True}], "notes": ["line one\nline two", None]}, file, ensure_ascii=False, indent=1)
say("mill", ["name: Mühle", "parts[0].name: Mahlstein", "parts[0].size.mm: 1200", "parts[1].name: Kammrad", "parts[1].spare: true", "notes[0]: line one line two", "notes[1]: null"])
