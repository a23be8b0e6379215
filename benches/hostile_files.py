"""Makes hostile lists and imports each: prints what was said, the peak of memory and the time.

    cargo build --release && python3 benches/hostile_files.py target/release/meibo

Needs GNU time. Every name in these files is invented.
"""

import gzip
import pathlib
import random
import subprocess
import sys
import tempfile
import zipfile

MEBI = 1 << 20
HEADER = b"family_name,given_name,country\n"


def packed(write, chunks):
    with write as file:
        for chunk in chunks:
            file.write(chunk)


def xlsx(path, sheet, shared=(b"<sst/>",)):
    relations = "".join(
        f'<Relationship Id="{i}" Type="x/{kind}" Target="{part}"/>'
        for i, kind, part in ((1, "worksheet", "sheet.xml"), (2, "sharedStrings", "texts.xml"))
    )
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("[Content_Types].xml", "<Types/>")
        file.writestr("xl/workbook.xml", '<workbook><sheets><sheet name="A" r:id="1"/></sheets></workbook>')
        file.writestr("xl/_rels/workbook.xml.rels", f"<Relationships>{relations}</Relationships>")
        packed(file.open("xl/sheet.xml", "w"), sheet)
        packed(file.open("xl/texts.xml", "w"), shared)


def in_sheet(*chunks):
    return [b"<worksheet><sheetData>", *chunks, b"</sheetData></worksheet>"]


def files(folder):
    """Writes the files one after the other; yields what each is and where."""
    random.seed(26)
    text = {
        "bytes that are no UTF-8 among some that are": HEADER + "É,ü,JP\n".encode() * 9 + b"C\xff,D,JP\n",
        "binary under .csv": bytes(random.randrange(256) for _ in range(300_000)),
        "1 MB of NUL": b"\0" * 1_000_000,
        "one NUL in a cell": HEADER + b"A\0,B,JP\nC,D,JP\n",
        "a field of 100 MB": HEADER + b"x" * (100 * MEBI),
        "a quote never closed, 100 MB behind it": HEADER + b'"' + b"x,y\n" * (25 * MEBI),
        "a quote never closed in a short list": HEADER + b'A,"B,JP\nC,D,JP\n',
        "a header of 100 MB": b"h" * (100 * MEBI),
        "a million columns": b",".join(b"c%d" % i for i in range(1_000_000)) + b"\nx\n",
        "10,000 columns": b"a," * 10_000 + b"\nx\n",
        "a row of 400,000 cells": HEADER + b"x," * 400_000 + b"\n",
        "100 MB of commas": b"," * (100 * MEBI),
        "two columns for one field": b"family_name,Surname\nA,B\n",
        "JSON of a million keys": b"{" + b",".join(b'"k%d":1' % i for i in range(1_000_000)) + b"}",
        "JSON half a million lists deep": b'[{"family_name":' + b"[" * 500_000 + b"]" * 500_000 + b"}]",
        "a workbook cut off": b"PK\x03\x04" + b"\0" * 100,
        "an old workbook of 33 MiB": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * (33 * MEBI),
    }
    path = folder / "list"
    for what, content in text.items():
        path.write_bytes(content)
        yield what, path
    packed(gzip.open(path, "wb"), [HEADER] + [b"A,B,JP\n" * 150_000] * 600)
    yield "gzip of 600 MB of rows", path
    packed(gzip.open(path, "wb"), [b"\0" * MEBI] * 600)
    yield "gzip of 600 MB of NUL", path
    cell = b'<row r="2"><c t="inlineStr"><is><t>'
    xlsx(path, in_sheet(cell, *[b"x" * MEBI] * 700, b"</t></is></c></row>"))
    yield "workbook with a cell of 700 MB", path
    xlsx(path, in_sheet(*[b"<row/>" * 100_000] * 1_500))
    yield "workbook of 150 million empty rows", path
    xlsx(path, in_sheet(), [b"<sst>", *[b"<si><t>" + b"y" * 1_000_000 + b"</t></si>"] * 700, b"</sst>"])
    yield "workbook with 700 MB of shared texts", path
    xlsx(path, in_sheet(), [b"<sst>", *[b"<si/>" * 100_000] * 1_000, b"</sst>"])
    yield "workbook with 100 million shared texts", path
    xlsx(path, in_sheet(b'<row r="1"><c r="A1"><v>1</v></c><c r="XFD1"><v>1</v></c></row>'))
    yield "a cell in the last column of a sheet", path


def main():
    program = str(pathlib.Path(sys.argv[1]).resolve())
    print("| file | said | MiB | s |\n|---|---|---|---|")
    with tempfile.TemporaryDirectory() as folder:
        folder = pathlib.Path(folder)
        init = ["--db", "x.db", "init", "--name", "T", "--from", "2019-02-26", "--to", "2019-02-28"]
        subprocess.run([program, *init], cwd=folder, check=True, capture_output=True)
        for what, path in files(folder):
            command = ["/usr/bin/time", "-f", "%M %e", program, "--db", "x.db", "import", path.name]
            done = subprocess.run([*command, "--dry-run"], cwd=folder, capture_output=True, text=True, timeout=120)
            lines = done.stderr.strip().splitlines()
            peak, seconds = lines[-1].split()
            said = next((line[7:] for line in lines if line.startswith("error: ")), "the row is refused")
            assert done.returncode == 1, (what, done)
            print(f"| {what} | {said} | {int(peak) / 1024:.0f} | {seconds} |", flush=True)


if __name__ == "__main__":
    main()
