"""sheets.py: a workbook (.xlsx) written by hand, so that a case decides what
each cell is: text, number, date, formula with its last value, or nothing."""
import datetime
import zipfile
from xml.sax.saxutils import escape

_TYPES = ('<?xml version="1.0" encoding="UTF-8"?><Types xmlns="http://schemas.openxmlformats.org/'
          'package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.'
          'openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType='
          '"application/xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.'
          'openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/>{}<Override PartName='
          '"/xl/styles.xml" ContentType="application/vnd.openxmlformats-officedocument.'
          'spreadsheetml.styles+xml"/></Types>')
_SHEET_TYPE = ('<Override PartName="/xl/worksheets/sheet{}.xml" ContentType="application/vnd.'
               'openxmlformats-officedocument.spreadsheetml.worksheet+xml"/>')
_RELS = ('<?xml version="1.0" encoding="UTF-8"?><Relationships xmlns="http://schemas.openxmlformats'
         '.org/package/2006/relationships">{}</Relationships>')
_REL = ('<Relationship Id="rId{}" Type="http://schemas.openxmlformats.org/officeDocument/2006/'
        'relationships/{}" Target="{}"/>')
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_STYLES = (f'<?xml version="1.0" encoding="UTF-8"?><styleSheet xmlns="{_MAIN}"><fonts count="1">'
           '<font/></fonts><fills count="1"><fill/></fills><borders count="1"><border/></borders>'
           '<cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="2"><xf numFmtId="0"/>'
           '<xf numFmtId="14" applyNumberFormat="1"/></cellXfs></styleSheet>')


class Formula:
    """A formula and the value it last had."""

    def __init__(self, text, value):
        self.text, self.value = text, value


def _column(index):
    name = ""
    while index >= 0:
        name, index = chr(65 + index % 26) + name, index // 26 - 1
    return name


def _cell(value, row, column):
    place = f'r="{_column(column)}{row}"'
    if value is None:
        return ""
    if isinstance(value, Formula):
        return f"<c {place}><f>{escape(value.text)}</f><v>{value.value}</v></c>"
    if isinstance(value, bool):
        return f'<c {place} t="b"><v>{int(value)}</v></c>'
    if isinstance(value, datetime.date):
        return f'<c {place} s="1"><v>{(value - datetime.date(1899, 12, 30)).days}</v></c>'
    if isinstance(value, (int, float)):
        return f"<c {place}><v>{value!r}</v></c>"
    return f'<c {place} t="inlineStr"><is><t xml:space="preserve">{escape(value)}</t></is></c>'


def _sheet(rows):
    lines = [f'<row r="{r}">' + "".join(_cell(v, r, c) for c, v in enumerate(row)) + "</row>"
             for r, row in enumerate(rows, 1)]
    return (f'<?xml version="1.0" encoding="UTF-8"?><worksheet xmlns="{_MAIN}"><sheetData>'
            + "".join(lines) + "</sheetData></worksheet>")


def workbook(path, sheets):
    """sheets: name -> list of rows, each a list of cells."""
    count = range(1, len(sheets) + 1)
    names = "".join(f'<sheet name="{escape(name)}" sheetId="{i}" r:id="rId{i}"/>'
                    for i, name in enumerate(sheets, 1))
    links = "".join(_REL.format(i, "worksheet", f"worksheets/sheet{i}.xml") for i in count)
    links += _REL.format(len(sheets) + 1, "styles", "styles.xml")
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as out:
        def put(name, text):
            out.writestr(zipfile.ZipInfo(name, (2026, 1, 1, 0, 0, 0)), text)
        put("[Content_Types].xml", _TYPES.format("".join(_SHEET_TYPE.format(i) for i in count)))
        put("_rels/.rels", _RELS.format(_REL.format(1, "officeDocument", "xl/workbook.xml")))
        put("xl/workbook.xml",
            f'<?xml version="1.0" encoding="UTF-8"?><workbook xmlns="{_MAIN}" xmlns:r="http://'
            'schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets>'
            f"{names}</sheets></workbook>")
        put("xl/_rels/workbook.xml.rels", _RELS.format(links))
        put("xl/styles.xml", _STYLES)
        for i, rows in enumerate(sheets.values(), 1):
            put(f"xl/worksheets/sheet{i}.xml", _sheet(rows))
    return path


def table(rows, columns=None):
    """Rows of dictionaries as header and cells, without geometry."""
    columns = columns or [name for name in rows[0] if name != "geom"]
    return [list(columns)] + [[row.get(name) for name in columns] for row in rows]
