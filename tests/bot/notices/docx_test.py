#!/usr/bin/env python3
"""Makes every notice as a document, has LibreOffice open it and write out what it read, and compares that with the notice
as text: a document that a word processor cannot open, or opens with something missing, fails.

    docx_test.py PROGRAM    exits 77 where LibreOffice is not installed
"""
import json
import os
import shutil
import subprocess
import sys
import tempfile


def notice(program, code, told, format, out=None):
    command = [program, "election", "notice", code, "--format", format]
    for name, value in told.items():
        command += ["--set", "%s=%s" % (name, value)]
    if out:
        command += ["--out", out]
    done = subprocess.run(command, capture_output=True, text=True)
    if done.returncode != 0:
        raise SystemExit("%s as %s: exit %d: %s" % (code, format, done.returncode, done.stderr.strip()))
    return done.stdout


def main():
    program = sys.argv[1]
    office = shutil.which("soffice") or shutil.which("libreoffice")
    if not office:
        print("skipped: no LibreOffice")
        return 77
    told = json.load(open(os.path.join(os.path.dirname(__file__), "told.json"), encoding="utf-8"))
    common = told.pop("common")
    with tempfile.TemporaryDirectory() as folder:
        texts, documents = {}, []
        for code, own in told.items():
            values = {**common, **own}
            document = os.path.join(folder, code + ".docx")
            texts[code] = notice(program, code, values, "text")
            notice(program, code, values, "docx", document)
            documents.append(document)
        converted = subprocess.run(
            [office, "-env:UserInstallation=file://%s/profile" % folder, "--headless", "--convert-to", "txt:Text (encoded):UTF8",
             "--outdir", folder] + documents, capture_output=True, text=True, timeout=240)
        wrong = []
        for code, text in texts.items():
            path = os.path.join(folder, code + ".txt")
            if not os.path.exists(path):
                wrong.append("%s: LibreOffice made nothing of it: %s" % (code, converted.stderr.strip()[-300:]))
                continue
            read = open(path, encoding="utf-8-sig").read()
            for line in text.split("\n"):
                # A table is written cell by cell, a line each.
                for cell in line.split(" | "):
                    if cell.strip() and cell.strip() not in read:
                        wrong.append("%s: %r is not in what LibreOffice read" % (code, cell))
        print("\n".join(wrong) or "%d documents opened and read back" % len(texts))
        return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
