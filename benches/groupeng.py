"""Gives the same people in the same tracks to meibo and to GroupEng, and judges both alike.

    cargo build --release && python3 benches/groupeng.py target/release/meibo CHECKOUT [SEEDS]

CHECKOUT is a folder with GroupEng 1.3 (https://github.com/tdimiduk/groupeng, AGPL-3), which is run as
it is and not part of this project. Both are asked for eight groups a track and to spread countries and
regions, organizations, regions of the world, categories and experience, in that order. Every person
declares a track, so that nothing is left to choose there. All people are invented.
"""

import collections
import csv
import pathlib
import random
import statistics
import subprocess
import sys
import tempfile
import time

PEOPLE, GROUPS = 200, 8
TRACKS = ("policy", "licensing")
RULES = ("country", "organization", "region", "category", "experience")
COUNTRIES = (
    "ID TH VN PH MY SG KH LA MM BN IN PK BD LK NP CN KR MN KZ UZ AE OM TR JO US CA AU NZ GB FR DE IT".split()
)
CATEGORIES = ("government",) * 12 + ("academia",) * 3 + ("company",) * 4 + ("other",)

# GroupEng was written for Python 2 and 3; of what it calls, Python 3.11 lacks one way to open a file.
DRIVER = """
import builtins, random, sys
plain = builtins.open
builtins.open = lambda path, mode="r", *rest: plain(path, mode.replace("U", "r"), *rest)
import GroupEng
random.seed(int(sys.argv[1]))
for deck in sys.argv[2:]:
    GroupEng.run(deck)
"""


def invent(seed, regions):
    """Countries of very different numbers, most organizations of one country, a tenth without one."""
    dice = random.Random(seed)
    weights = [1 / (1 + rank) ** 0.7 for rank in range(len(COUNTRIES))]
    people = []
    for number in range(PEOPLE):
        country = dice.choices(COUNTRIES, weights)[0]
        category = dice.choice(CATEGORIES)
        body = int(dice.random() * dice.random() * 4)
        people.append({
            "family_name": f"Family{number:03}",
            "given_name": "Invented",
            "email": f"p{number:03}@mail.example",
            "country": country,
            "organization": "" if dice.randrange(10) == 0 else f"{category} body {body} of {country}",
            "region": regions[country],
            "category": category,
            "experience": dice.choice(("first time", "first time", "first time", "returning", "returning")),
            "track": dice.choice(TRACKS),
        })
    return people


def run(command, **how):
    begun = time.perf_counter()
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, **how)
    return done, time.perf_counter() - begun


def write(path, people, fields):
    with path.open("w", newline="") as file:
        rows = csv.DictWriter(file, fields, extrasaction="ignore", lineterminator="\n")
        rows.writeheader()
        rows.writerows(people)


def meibo(program, folder, people, seed):
    """From the list to the groups; returns the groups and the time of each command."""
    db = [program, "--db", str(folder / "a.db"), "--quiet"]
    fields = ("family_name", "given_name", "email", "country", "organization", "category", "track")
    write(folder / "people.csv", people, fields)
    returning = [person["email"] for person in people if person["experience"] == "returning"]
    commands = (
        ("init", "--name", "Seminar", "--from", "2026-11-24", "--to", "2026-11-26"),
        ("import", str(folder / "people.csv")),
        ("breakout", "returning", *returning),
        ("breakout", "assign", "--groups", str(GROUPS), "--seed", str(seed)),
        ("export", "breakouts", "--output", str(folder / "groups.csv")),
    )
    times = []
    for words in commands:
        done, took = run([*db, *words])
        if done.returncode:
            sys.exit(f"{words[:2]}: {done.stderr.decode()}")
        times.append(took)
    with (folder / "groups.csv").open() as file:
        groups = {row["name"].split()[0].rstrip(","): row["group"] for row in csv.DictReader(file)}
    return groups, times


def groupeng(checkout, folder, people, seed):
    """Both tracks in one process; returns the groups, or none where it gave up, and its time."""
    for track in TRACKS:
        own = [person for person in people if person["track"] == track]
        write(folder / f"{track}.csv", own, ("family_name", *RULES))
        deck = [f"classlist : {track}.csv", "student_identifier : family_name", f"number_of_groups : {GROUPS}"]
        deck += [f"- distribute : {rule}" for rule in RULES]
        (folder / f"{track}.groupeng").write_text("\n".join(deck) + "\n")
    decks = [f"{track}.groupeng" for track in TRACKS]
    done, took = run(
        [sys.executable, "-c", DRIVER, str(seed), *decks],
        cwd=folder,
        env={"PYTHONPATH": str(checkout.resolve())},
    )
    if done.returncode:
        print(done.stderr.decode().splitlines()[-1:], file=sys.stderr)
        return None, took
    groups = {}
    for track in TRACKS:
        (found,) = folder.glob(f"groups_{track}_*/{track}_classlist.csv")
        with found.open() as file:
            for row in csv.DictReader(file):
                groups[row["family_name"]] = f"{track} {row['Group Number']}"
    return groups, took


def pairs(people):
    return people * (people - 1) // 2


def judge(people, groups):
    """Returns the pairs over the fewest there can be, rule by rule; sizes have to be even.

    Within a track without other rules the fewest pairs of a value are those of an even spread.
    """
    over = dict.fromkeys(RULES, 0)
    for track in TRACKS:
        own = [person for person in people if person["track"] == track]
        sizes = collections.Counter(groups[person["family_name"]] for person in own)
        assert len(sizes) == GROUPS and max(sizes.values()) - min(sizes.values()) <= 1, sizes
        for rule in RULES:
            shared = [person for person in own if person[rule]]
            cells = collections.Counter((person[rule], groups[person["family_name"]]) for person in shared)
            over[rule] += sum(map(pairs, cells.values()))
            for number in collections.Counter(person[rule] for person in shared).values():
                each, larger = divmod(number, GROUPS)
                over[rule] -= larger * pairs(each + 1) + (GROUPS - larger) * pairs(each)
    return over


def main():
    program, checkout = str(pathlib.Path(sys.argv[1]).resolve()), pathlib.Path(sys.argv[2])
    seeds = int(sys.argv[3]) if len(sys.argv) > 3 else 100
    names = ("meibo", "GroupEng")
    zero, over = dict.fromkeys(names, 0), {name: collections.Counter() for name in names}
    times = collections.defaultdict(list)
    with tempfile.TemporaryDirectory() as folder:
        db = [program, "--db", f"{folder}/world.db"]
        run([*db, "init", "--name", "World", "--from", "2026-11-24", "--to", "2026-11-24"])
        listed = run([*db, "--format", "csv", "country", "--list"])[0].stdout.decode().splitlines()
        regions = {row["code"]: row["region"] for row in csv.DictReader(listed)}
    for seed in range(seeds):
        people = invent(seed, regions)
        with tempfile.TemporaryDirectory() as folder:
            folder = pathlib.Path(folder)
            ours, each = meibo(program, folder, people, seed)
            theirs, took = groupeng(checkout, folder, people, seed)
        times["meibo"].append(sum(each))
        for name, took_one in zip(("init", "import", "returning", "assign", "export"), each):
            times[name].append(took_one)
        times["GroupEng"].append(took)
        for name, groups in zip(names, (ours, theirs)):
            if groups:
                found = judge(people, groups)
                zero[name] += not any(found.values())
                over[name].update(found)
    median = {name: statistics.median(took) for name, took in times.items()}
    print(f"{PEOPLE} people, 2 x {GROUPS} groups, {seeds} seeds\n")
    print("| program | every excess zero | pairs over in all | median ms, list to groups |")
    print("|---|---|---|---|")
    for name in names:
        by_rule = ", ".join(f"{rule} {over[name][rule]}" for rule in RULES)
        print(f"| {name} | {zero[name]} | {by_rule} | {median[name] * 1000:.0f} |")
    print(f"\nGroupEng takes {median['GroupEng'] / median['meibo']:.0f} times as long as all commands of meibo,")
    print(f"{median['GroupEng'] / median['assign']:.0f} times as long as `breakout assign`; these are in ms:")
    print(", ".join(f"{name} {median[name] * 1000:.0f}" for name in ("init", "import", "returning", "assign", "export")))


main()
