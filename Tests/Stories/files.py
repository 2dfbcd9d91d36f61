"""Files that pages give, held to the tables they are of."""

import io
import pathlib
import xml.etree.ElementTree
import zipfile

from tale import check


def filed(person, at):
    """The lines of a table's file; its workbook has as many."""
    file = person.page.request.get(f"{person.base}{at}/table.csv")
    check(file.status == 200 and "text/csv" in file.headers["content-type"], f"{at}: no file")
    book = person.page.request.get(f"{person.base}{at}/table.xlsx").body()
    lines = file.text().strip().splitlines()
    check(workbook_rows(book) == len(lines), f"{at}: file and workbook have other rows")
    return lines


def workbook_rows(book):
    with zipfile.ZipFile(io.BytesIO(book)) as parts:
        check(parts.testzip() is None, "a workbook with a broken part")
        tree = xml.etree.ElementTree.fromstring(parts.read("xl/worksheets/sheet1.xml"))
    rows = tree.find("{*}sheetData")
    check(rows is not None, "a workbook without rows")
    return len(rows)


def tried(person):
    """Holds the files of a draft's figures to the table of its page."""
    check(person.page.locator("#whatif").count() == 1, person.text()[:300])
    shown = person.page.locator("section[aria-labelledby=whatif] tbody tr").count()
    path, files = person.path, {}
    for name in ("table.csv", "table.xlsx"):
        with person.page.expect_download() as told:
            person.page.locator(f"button[name=file][value='{name}']").click()
        check(told.value.suggested_filename == name, told.value.suggested_filename)
        files[name] = pathlib.Path(told.value.path()).read_bytes()
    lines = files["table.csv"].decode().strip().splitlines()
    # A line is the heading, and one the note.
    check(len(lines) == shown + 2, f"{len(lines)} lines for {shown} rows")
    check(workbook_rows(files["table.xlsx"]) == len(lines), "file and workbook have other rows")
    check(person.path == path, "not on the page any more")
