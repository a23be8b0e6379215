#!/usr/bin/env python3
"""Writes order.txt, the functions that commands run: command by command, each once, by name.

    python3 build/order.py          needs valgrind and LLVM's linker; takes some minutes

The program is built with its symbols and a map of its link, and the commands below are run under
callgrind, the short ones first. A line of order.txt is what the function's section is called behind
".text."; for a function of an archive that has no sections of its own, the member and the section.
Whatever differs from build to build, such as the hash in a name, is left open where that lets in
little else. A line that fits nothing does no harm, so the file may lag behind the program.
"""
import bisect
import collections
import pathlib
import re
import subprocess
import tempfile

ROOT = pathlib.Path(__file__).resolve().parent.parent
TARGET = ROOT / "target" / "order"
# What a pattern may let in beyond the functions that were run, in bytes.
LET_IN = 1024
HEADER = """\
# The functions that commands run, those of the shortest first: made by order.py, which says more.
"""


def build():
    map_file = TARGET / "link.map"
    TARGET.mkdir(parents=True, exist_ok=True)
    subprocess.run(
        ["cargo", "rustc", "--locked", "--release", "--bin", "meibo", "--target-dir", TARGET,
         "--config", "profile.release.strip=false", "--", f"-Clink-arg=-Wl,-Map={map_file}"],
        cwd=ROOT, check=True)
    return TARGET / "release" / "meibo", map_file.read_text(errors="replace")


def long_list(path):
    """Writes a list of two thousand invented people."""
    header = "family_name,given_name,country,organization,category,email,excursion"
    countries = ["Japan", "Viet Nam", "Republic of Korea", "Lao PDR", "日本", "U.S.A.", "Türkiye"]
    with open(path, "w") as out:
        print(header, file=out)
        for number in range(2000):
            email = f"u{number}@mail.example" if number % 9 else ""
            print(f"Nguyễn {number % 40},Lan,{countries[number % 7]},Office {number % 90},company,"
                  f"{email},{'yes' if number % 3 else 'no'}", file=out)


def run(program):
    """Runs the commands and returns for each of them the names of the functions that it ran."""
    used = []
    with tempfile.TemporaryDirectory() as folder:
        def meibo(*words, watched=True):
            trace = pathlib.Path(folder) / "trace"
            watch = ["valgrind", "--tool=callgrind", "--demangle=no",
                     f"--callgrind-out-file={trace}"] if watched else []
            said = subprocess.run([*watch, program, *words], cwd=folder, text=True,
                                  stdout=subprocess.PIPE, stderr=subprocess.PIPE)
            if said.returncode > 1:
                raise SystemExit(f"{words}: {said.stderr}")
            if watched:
                names = re.findall(r"^c?fn=\(\d+\) (\S+)", trace.read_text(), re.M)
                used.append({re.sub(r"'\d+$", "", name) for name in names})
            return said.stdout

        fixtures = ROOT / "fixtures"
        seminar = ["--name", "Seminar", "--from", "2019-02-26", "--to", "2019-02-28"]
        meibo("init", *seminar, watched=False)
        meibo("session", "import", fixtures / "sessions.csv", watched=False)
        meibo("import", fixtures / "participants.csv", watched=False)
        rows = meibo("list", "--format", "csv", watched=False).splitlines()
        codes = [row.split(",")[0] for row in rows[1:]]
        session = meibo("session", "list", "--format", "csv", watched=False).splitlines()[1]
        session = session.split(",")[0]
        meibo("--version")
        meibo("show", codes[9])
        meibo("register", "--family", "Sato", "--given", "Yuki", "--country", "Japan",
              "--organization", "Ministry of Trade", "--email", "sato@ministry.example")
        meibo("register", "--family", "Ito", "--given", "Aoi", "--country", "Japan")
        meibo("checkin", codes[9], "--session", session)
        meibo("checkout", codes[9], "--session", session)
        meibo("edit", codes[9], "--note", "late")
        meibo("undo")
        meibo("find", "sato")
        meibo("list", "--country", "Japan")
        meibo("summary")
        long_list(pathlib.Path(folder) / "long.csv")
        meibo("import", "long.csv")
        meibo("export", "participants", "--output", "all.csv")
        meibo("import", fixtures / "participants.csv")
    return used


def sections(link_map):
    """Returns the program's pieces of code in the order of their addresses."""
    line = re.compile(r"\s*([0-9a-f]+)\s+[0-9a-f]+\s+([0-9a-f]+)\s+\d+\s+(\S+):\((\.text\S*)\)\s*")
    found = (line.fullmatch(text) for text in link_map.splitlines())
    return sorted((int(f[1], 16), int(f[2], 16), f[3], f[4]) for f in found if f)


def left_open(name):
    if "_R" in name:
        name = re.sub(r"Cs[0-9A-Za-z]{9,13}_", "Cs*_", name)
    return re.sub(r"\.(constprop|isra|part|llvm)\.\d+", r".\1.*", name)


def main():
    program, link_map = build()
    pieces = sections(link_map)
    begins = [piece[0] for piece in pieces]
    said = subprocess.run(["nm", program], capture_output=True, text=True, check=True).stdout
    address = {words[2]: int(words[0], 16)
               for words in map(str.split, said.splitlines()) if len(words) == 3}

    def piece_of(name):
        at = address.get(name, 0)
        piece = pieces[bisect.bisect(begins, at) - 1]
        has_a_name = piece[3] != ".text" or ".a(" in piece[2]
        return piece if has_a_name and piece[0] <= at < piece[0] + piece[1] else None

    used = {}
    for names in run(program):
        found = set(map(piece_of, names)) - {None}
        used |= dict.fromkeys(sorted(found, key=lambda piece: piece[2:]))
    alike = collections.defaultdict(list)
    for piece in pieces:
        alike[left_open(piece[3])].append(piece)
    lines = []
    for piece in used:
        _, _, file, section = piece
        member = re.search(r"(lib[^/]+\.a)\(([^)]+)\)$", file)
        if member and not section.startswith(".text."):
            line = f"{member[1]}:{member[2]}:{section}"
        else:
            line = left_open(section)
            others = sum(other[1] for other in alike[line] if other not in used)
            line = (line if others <= LET_IN else section).removeprefix(".text.")
        if line not in lines:
            lines.append(line)
    path = ROOT / "build" / "order.txt"
    path.write_text(HEADER + "".join(f"{line}\n" for line in lines))
    size = sum(piece[1] for piece in used)
    print(f"{path}: {len(lines)} lines for {len(used)} functions of {size // 1024} KiB")


if __name__ == "__main__":
    main()
