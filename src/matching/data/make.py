"""Makes countries.csv and spellings.txt, the data by which countries and regions are recognised.

Sources
  * Unicode CLDR 48.2, licence Unicode-3.0 (LICENSE-CLDR.txt), as the npm packages `cldr-core` and
    `cldr-localenames-full` have it: codes, regions of UN M49, names in the languages below.
  * i18n-iso-countries 7.14.0, licence MIT (LICENSE-i18n-iso-countries.txt), from npm too: further
    names in 78 languages.
  * english.txt: the name to show and every further English name, listed by hand.
  * elsewhere.txt: what is usual in other languages and not in CLDR, listed by hand.
  * no-countries.txt: bodies, parts of the world and former states, listed by hand.

To run it, in an empty folder:
    npm pack cldr-core@48.2.0 cldr-localenames-full@48.2.0 i18n-iso-countries@7.14.0
    mkdir core localenames-full i18n-iso-countries
    tar xzf cldr-core-48.2.0.tgz -C core --strip-components 1
    tar xzf cldr-localenames-full-48.2.0.tgz -C localenames-full --strip-components 1
    tar xzf i18n-iso-countries-7.14.0.tgz -C i18n-iso-countries --strip-components 1
    python3 PATH/TO/src/matching/data/make.py .
It prints the spellings that were left out because two places share them.
"""

import collections
import itertools
import json
import pathlib
import re
import sys
import unicodedata

HERE = pathlib.Path(__file__).parent
CLDR = pathlib.Path(sys.argv[1])

# Misspellings are forgiven in the first line only: in more languages too many words are near.
FORGIVING = "en fr de es pt it ru"
USUAL = "ja zh zh-Hant zh-Hant-HK ko vi th id ms nl ar pt-PT"
FURTHER = """
    af am az be bg bn bs ca cs da el et eu fa fi fil gl gu ga he hi hr hu hy is ka kk km kn ky lo lt
    lv mk ml mn mr my nb ne pa pl ro si sk sl so sq sr sr-Latn sv sw ta te tg tk tr uk ur uz uz-Cyrl
    yue"""

REGIONS = {"002": "Africa", "019": "Americas", "142": "Asia", "150": "Europe", "009": "Oceania"}
SUBREGIONS = {
    "030": "Eastern Asia", "034": "Southern Asia", "035": "South-Eastern Asia",
    "143": "Central Asia", "145": "Western Asia", "151": "Eastern Europe",
    "154": "Northern Europe", "155": "Western Europe", "039": "Southern Europe",
    "015": "Northern Africa", "011": "Western Africa", "017": "Middle Africa",
    "014": "Eastern Africa", "018": "Southern Africa", "021": "Northern America",
    "013": "Central America", "029": "Caribbean", "005": "South America",
    "053": "Australia and New Zealand", "054": "Melanesia", "057": "Micronesia", "061": "Polynesia",
}  # fmt: skip

# What CLDR has a name for besides countries.
BODIES = ("EU", "UN")
PARTS = ("EZ", "QO")
UNCODED = ("XK",)
# Where a spelling comes from decides who keeps it when two places have it.
BY_HAND, ENGLISH, USUAL_RANK, FURTHER_RANK = range(4)


def supplemental(name):
    path = CLDR / "core" / "supplemental" / f"{name}.json"
    return json.loads(path.read_text("utf-8"))["supplemental"][name]


def territories(locale):
    path = CLDR / "localenames-full" / "main" / locale / "territories.json"
    found = json.loads(path.read_text("utf-8"))["main"][locale]
    return found["localeDisplayNames"]["territories"]


def listed(name):
    lists = collections.defaultdict(list)
    for line in (HERE / name).read_text("utf-8").splitlines():
        key, _, names = line.partition(" ")
        lists[key] += [name.strip() for name in names.split("; ")]
    return lists


def clean(text):
    text = unicodedata.normalize("NFC", text).replace("\u00a0", " ").replace("’", "'")
    return " ".join(re.sub("[\u200e\u200f]", "", text).split())


def key(text):
    """The form in which spellings are told apart; the program has the same in fold.rs."""
    text = unicodedata.normalize("NFKC", text).lower()
    return " ".join(re.sub("['’‘ʻʼ`.\u0640]", "", text).split())


FORMAL = re.compile(
    r"^((?:[\w'-]+ )*?(?:Republic|Kingdom|State|States|Emirate|Sultanate|Principality|Federation"
    r"|Commonwealth|Union|Duchy)) of (the )?(.+)$"
)


def inverted(name):
    """`Korea, Republic of` and `Rep. of Korea` for `Republic of Korea`."""
    found = FORMAL.match(name)
    no = ("The ", "UK ", "United Kingdom")
    if not found or re.search(r"[,(]| of the Union of |Territory", name) or name.startswith(no):
        return
    kind, article, place = found.groups()
    yield f"{place}, {kind} of" + (" the" if article else "")
    if article:
        yield f"{place}, {kind} of"
    if kind == "Republic":
        yield f"Rep. of {article or ''}{place}"
        yield f"{place}, Rep. of"
    if kind.endswith(" Republic"):
        short = kind.replace("Republic", "Rep.")
        yield f"{short} of {article or ''}{place}"
        yield f"{place}, {short} of"


def varied(name):
    """The name with `&` for `and`, and `St.` for `Saint`, and the other way round."""
    both = {name.replace(" & ", " and "), name.replace(" and ", " & ")}
    for one in sorted(both):
        yield one
        if re.search(r"\b(St\.|Saint) ", one):
            plain = re.sub(r"\b(St\.|Saint) ", "Saint ", one)
            yield from (plain, plain.replace("Saint ", "St. "), plain.replace("Saint ", "St "))


def main():
    codes, containment = supplemental("codeMappings"), supplemental("territoryContainment")
    official = supplemental("territoryInfo")
    by_hand, elsewhere, none = map(listed, ("english.txt", "elsewhere.txt", "no-countries.txt"))
    assert len(by_hand) == 249, len(by_hand)
    place = {
        code: (REGIONS[region], SUBREGIONS[sub])
        for region in REGIONS
        for sub in containment[region]["_contains"]
        if sub in SUBREGIONS
        for code in containment[sub]["_contains"]
    }
    languages = {
        locale: (territories(locale), ENGLISH if locale == "en" else rank, forgiving)
        for names, rank, forgiving in (
            (FORGIVING, USUAL_RANK, True),
            (USUAL, USUAL_RANK, False),
            (FURTHER, FURTHER_RANK, False),
        )
        for locale in names.split()
    }
    main = CLDR / "localenames-full" / "main"
    available = {path.parent.name for path in main.glob("*/territories.json")}

    # Owner, spelling, rank, and whether a slip in it is forgiven.
    spellings = []
    for code in sorted(by_hand):
        english = list(by_hand[code])
        english += itertools.chain.from_iterable(map(inverted, by_hand[code]))
        english += itertools.chain.from_iterable(map(varied, list(english)))
        spellings += [(code, name, BY_HAND, True) for name in english]
        spellings += [(code, name, BY_HAND, False) for name in elsewhere[code]]
        own = official.get(code, {}).get("languagePopulation", {})
        own = [name.replace("_", "-") for name, how in own.items() if "_officialStatus" in how]
        for locale in own:
            if locale in available and locale not in languages:
                names = territories(locale)
                if names.get(code, code) != code:
                    spellings.append((code, names[code], FURTHER_RANK, False))
    for path in sorted((CLDR / "i18n-iso-countries" / "langs").glob("*.json")):
        for code, names in json.loads(path.read_text("utf-8"))["countries"].items():
            names = [names] if isinstance(names, str) else names
            if code in by_hand:
                spellings += [(code, name, FURTHER_RANK, False) for name in names]
    for kind, names in none.items():
        spellings += [(kind, name, BY_HAND, False) for name in names]
    for names, rank, forgiving in languages.values():
        for found, name in names.items():
            code = found.split("-alt-")[0]
            if code in by_hand:
                spellings.append((code, name, rank, forgiving))
            elif code in BODIES:
                spellings.append(("body", name, rank, False))
            elif code in UNCODED:
                spellings.append(("uncoded", name, rank, False))
            elif code.isdigit() or code in PARTS:
                spellings.append(("world", name, rank, False))

    alpha3 = {codes[code]["_alpha3"]: code for code in by_hand}
    ranks = collections.defaultdict(dict)
    texts = {}
    for owner, name, rank, forgiving in spellings:
        name = clean(name)
        is_code = re.fullmatch("[A-Za-z]{1,2}", name) and name not in ("UK", "RI")
        if not name or name.upper() in by_hand or alpha3.get(name, owner) != owner:
            continue
        if is_code and owner in by_hand or name.upper() in alpha3 and name.isupper():
            continue
        assert not re.search('[|\t"]', name), name
        at = key(name)
        ranks[at][owner] = min(rank, ranks[at].get(owner, rank))
        known = texts.setdefault((at, owner), [name, False])
        known[1] |= forgiving
    groups = collections.defaultdict(lambda: ([], []))
    for at, owners in ranks.items():
        countries = {owner: rank for owner, rank in owners.items() if owner in by_hand}
        # A country keeps its name from a part of the world, unless that was listed by hand.
        others = [rank for owner, rank in owners.items() if owner not in countries]
        if countries and BY_HAND not in others:
            owners = countries
        best = min(owners.values())
        keep = [owner for owner, rank in owners.items() if rank == best]
        if len(keep) > 1 and best > BY_HAND:
            print("left out:", at, sorted(owners))
            continue
        if len(owners) > 1:
            print("kept:", at, sorted(keep), "of", sorted(owners))
        for owner in keep:
            name, forgiving = texts[at, owner]
            groups[owner][not forgiving].append(name)

    quoted = lambda text: f'"{text}"' if "," in text else text
    rows = ["code,alpha3,numeric,name,region,subregion"]
    for code in sorted(by_hand):
        region, sub = ("", "") if code == "AQ" else place[code]
        mapped = codes[code]
        row = (code, mapped["_alpha3"], mapped["_numeric"], by_hand[code][0], region, sub)
        rows.append(",".join(map(quoted, row)))
    (HERE / "countries.csv").write_text("\n".join(rows) + "\n", "utf-8")
    lines = ["\t".join([owner, *map("|".join, groups[owner])]) for owner in sorted(groups)]
    (HERE / "spellings.txt").write_text("\n".join(lines) + "\n", "utf-8")
    print(sum(len(a) + len(b) for a, b in groups.values()), "spellings")


main()
