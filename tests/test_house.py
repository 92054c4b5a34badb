"""What holds of the whole house: nothing forgotten in a list, a language or the manual, and nothing that calls out."""

from __future__ import annotations

import ast
import importlib
import itertools
import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from dash.development.base_component import Component

from dashboard import charts
from dashboard.callbacks import page_for
from dashboard.charts import CHARTS
from dashboard.filters import FILTERS, PARAMS
from dashboard.headlines import HEADLINES
from dashboard.pages import PAGES
from dashboard.schema import read_package
from dashboard.studio import Studio
from dashboard.tables import Tables
from dashboard.theme import THEMES
from dashboard.words import Text, Words, load_words, missing
from tests.package import ASSETS, RECORD, ROOT, WORDS

CODE = ROOT / "dashboard"
README = ROOT / "README.md"
MODULES = sorted(CODE.rglob("*.py"))
LONGEST = 300
PACKAGE = read_package(RECORD)
every_module = pytest.mark.parametrize("module", MODULES, ids=[str(path.relative_to(ROOT)) for path in MODULES])


# lists


def test_every_chart_module_is_in_the_list_of_charts() -> None:
    names = [path.stem for path in sorted((CODE / "charts").glob("*.py")) if not path.stem.startswith("_")]
    found = [importlib.import_module(f"{charts.__name__}.{name}").CHART for name in names]
    forgotten = [name for name, chart in zip(names, found, strict=True) if chart not in CHARTS]
    assert forgotten == []
    assert len(CHARTS) == len(found)


def test_a_chart_is_named_like_its_module() -> None:
    for chart in CHARTS:
        assert (CODE / "charts" / f"{chart.id.replace('-', '_')}.py").is_file(), chart.id


def test_no_id_or_path_stands_twice() -> None:
    for ids in (
        [chart.id for chart in CHARTS],
        [page.id for page in PAGES],
        [page.path for page in PAGES],
        [known.id for known in HEADLINES],
    ):
        assert len(set(ids)) == len(ids)


def test_every_chart_stands_on_exactly_one_page() -> None:
    shown = [chart.id for page in PAGES for chart in page.charts]
    assert sorted(shown) == sorted(chart.id for chart in CHARTS)


def test_every_chart_draws_tables_of_the_record_by_fields_that_they_have() -> None:
    for chart in CHARTS:
        fields = PACKAGE.tables[chart.table].fields
        assert set(chart.beside) <= set(PACKAGE.tables)
        for known, on in chart.filters.items():
            assert set(on.columns) <= set(fields), (chart.id, known.param.key)
        if chart.names is not None:
            assert len(PACKAGE.tables[chart.table].primary_key) == 1, f"{chart.id}: a mark is chosen by one key"


# the manual


def manual() -> str:
    assert README.is_file(), "README.md is missing: it names every chart, filter, theme, page and table"
    return README.read_text("utf-8")


@pytest.mark.parametrize(
    ("kind", "names"),
    [
        ("chart", [chart.id for chart in CHARTS]),
        ("parameter of the address", [param.key for param in PARAMS]),
        ("theme", list(THEMES)),
        ("page", [page.path for page in PAGES]),
        ("table", list(PACKAGE.tables)),
    ],
    ids=["charts", "filters", "themes", "pages", "tables"],
)
def test_the_manual_names_everything(kind: str, names: list[str]) -> None:
    """A name counts when it stands in code marks, so that `table` is not found in any sentence about tables."""
    text = manual()
    forgotten = [name for name in names if not re.search(rf"`[^`\n]*(?<![\w-]){re.escape(name)}(?![\w-])[^`\n]*`", text)]
    assert forgotten == [], f"README.md does not name each {kind} in code marks"


# words


def asked(module: Path) -> Iterator[ast.expr]:
    """Yield what a module hands to the words as a key: ``words(...)``, ``scene.words(...)``, and ``self(...)`` in the words themselves."""
    speakers = {"words", "self"} if module.parent.name == "words" else {"words"}
    for node in ast.walk(ast.parse(module.read_text("utf-8"))):
        if isinstance(node, ast.Call) and node.args:
            name = node.func.id if isinstance(node.func, ast.Name) else node.func.attr if isinstance(node.func, ast.Attribute) else ""
            if name in speakers:
                yield node.args[0]


def patterns(key: ast.expr) -> list[str]:
    """Return the keys that an expression may be, as patterns: what is not written out may be any one part."""
    match key:
        case ast.Constant(value=str(text)):
            return [re.escape(text)]
        case ast.IfExp():
            return [*patterns(key.body), *patterns(key.orelse)]
        case ast.FormattedValue():
            return patterns(key.value)
        case ast.JoinedStr():
            return ["".join(parts) for parts in itertools.product(*map(patterns, key.values))]
        case _:
            return [r"[\w-]+"]


def keys_in_code() -> set[str]:
    """Return each key that the code writes out in full."""
    written = (
        re.sub(r"\\(.)", r"\1", pattern) for module in MODULES for key in asked(module) for pattern in patterns(key) if "[" not in pattern
    )
    return {key for key in written if "." in key}


def demanded(tables: Tables) -> set[str]:
    """Return every text that code and record ask for."""
    enums = {
        f"codes.{field.name}.{code}" for table in tables.package.tables.values() for field in table.fields.values() for code in field.enum
    }
    of_charts = {f"charts.{chart.id}.{part}" for chart in CHARTS for part in ("name", "question", "subtitle", "caveat")}
    of_pages = {f"pages.{page.id}.{part}" for page in PAGES for part in ("nav", "title", "intro")}
    of_filters = {f"filters.{known.param.key}.label" for known in FILTERS}
    of_filters |= {f"filters.{known.param.key}.in_force" for known in FILTERS if known.codes}
    of_filters |= {f"filters.{known.param.key}.placeholder" for known in FILTERS if known.control != "one_of" or not known.param.default}
    of_marks = {f"filters.{chart.chooses.key}.{part}" for chart in CHARTS if chart.chooses for part in ("label", "placeholder")}
    notices = {
        f"notices.{kind}" for kind in ("unknown_key", "not_allowed", "not_allowed_listed", "not_allowed_period", "repeated", "too_long")
    }
    qualifiers = {f"qualifiers.{code}" for code in (*tables.package.tables["annual_repression"].fields["qualifier"].enum, "unknown")}
    rest = {f"themes.{name}" for name in THEMES} | {f"headlines.{known.id}" for known in HEADLINES}
    rest |= {"codes.scale.linear", "codes.scale.log"}
    return enums | of_charts | of_pages | of_filters | of_marks | notices | qualifiers | rest | keys_in_code()


def lacking(languages: Mapping[str, Words], tables: Tables) -> list[str]:
    """Return what each language lacks; the name of a language is asked for in its own file only."""
    wanted = demanded(tables)
    own = {f"{code}: languages.{code}" for code in languages if f"languages.{code}" not in languages[code]}
    return sorted({*own, *(gap for gap in missing(languages, sorted(wanted)) if ": languages." not in gap)})


def test_the_code_asks_for_texts_by_name() -> None:
    assert len(keys_in_code()) > 30, "the calls for words are no longer found; mend the search for them"


def test_every_language_has_every_text(record: Tables, languages: Mapping[str, Words]) -> None:
    assert lacking(languages, record) == []


def test_a_text_that_is_taken_out_is_missed(tmp_path: Path, record: Tables) -> None:
    english = load_words(WORDS)["en"]
    without = {key: text for key, text in english.texts.items() if key not in {"site.name", "codes.measure.arrested"}}
    languages = {"en": Words("en", english.locale, without)}
    assert lacking(languages, record) == ["en: codes.measure.arrested", "en: site.name"]


def test_every_text_with_forms_has_those_of_its_language(languages: Mapping[str, Words]) -> None:
    for words in languages.values():
        forms = set(words.locale.plural_form.rules) | {"other"}
        for key, text in words.texts.items():
            if not isinstance(text, str):
                assert set(text) == forms, f"{words.language}: {key}"


def test_languages_ask_for_the_same_values(languages: Mapping[str, Words]) -> None:
    for words in languages.values():
        for key, text in words.texts.items():
            assert asked_for(text) <= asked_for(languages["en"].texts[key]), f"{words.language}: {key}"


def asked_for(text: Text) -> set[str]:
    return set(re.findall(r"\{(\w+)", text if isinstance(text, str) else " ".join(text.values())))


@every_module
def test_a_key_that_is_put_together_names_some_text(module: Path, languages: Mapping[str, Words]) -> None:
    for key in asked(module):
        for pattern in patterns(key):
            if "." in pattern:
                assert any(re.fullmatch(pattern, text) for text in languages["en"].texts), f"line {key.lineno}: no text is like {pattern}"


# a language that only this test speaks

MARK = "¤"


def altered(text: str) -> str:
    return f"{MARK}{text}{MARK}"


def as_toml(key: str, text: Text) -> str:
    path = ".".join(json.dumps(part) for part in key.split("."))
    if isinstance(text, str):
        return f"{path} = {json.dumps(text, ensure_ascii=False)}\n"
    forms = ", ".join(f"{form} = {json.dumps(part, ensure_ascii=False)}" for form, part in text.items())
    return f"{path} = {{{forms}}}\n"


@pytest.fixture(scope="module")
def with_pseudo(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, Words]:
    """The languages of the dashboard and one more, made by adding one file."""
    folder = tmp_path_factory.mktemp("words")
    for path in WORDS.glob("*.toml"):
        (folder / path.name).write_bytes(path.read_bytes())
    english = load_words(WORDS)["en"].texts
    texts = {
        key: altered(text) if isinstance(text, str) else {form: altered(part) for form, part in text.items()}
        for key, text in english.items()
    }
    texts = {"languages.qq": altered("Pseudo"), **texts}
    (folder / "qq.toml").write_text('locale = "en-GB"\n' + "".join(as_toml(*entry) for entry in texts.items()), "utf-8")
    return load_words(folder)


def strings(part: Any) -> Iterator[str]:
    """Yield every text that a component shows."""
    if isinstance(part, str):
        yield part
    elif isinstance(part, Component):
        yield from strings(getattr(part, "children", None))
    elif isinstance(part, list | tuple):
        for child in part:
            yield from strings(child)


def test_another_language_is_one_file(with_pseudo: Mapping[str, Words], record: Tables) -> None:
    assert set(with_pseudo) == {*load_words(WORDS), "qq"}
    assert lacking(with_pseudo, record) == []
    assert with_pseudo["qq"]("site.name") == altered(with_pseudo["en"]("site.name"))


@pytest.mark.parametrize("page", PAGES, ids=[page.id for page in PAGES])
def test_another_language_shows_on_every_page(with_pseudo: Mapping[str, Words], record: Tables, page: Any) -> None:
    studio = Studio(record, with_pseudo)
    shown = list(strings(page_for(studio, page.path, "?lang=qq", 1180)))
    words = with_pseudo["qq"]
    for key in ("site.name", "site.strapline", "site.skip", "site.naming", f"pages.{page.id}.title", f"pages.{page.id}.intro"):
        assert words(key) in shown, key
    for chart in page.charts:
        assert words(f"charts.{chart.id}.name") in shown
    for headline in page.headlines:
        assert words(f"headlines.{headline.id}") in shown
    english = {text for text in with_pseudo["en"].texts.values() if isinstance(text, str) and "{" not in text and " " in text}
    assert sorted(english & set(shown)) == [], "texts that stay English in another language"


def test_another_language_shows_in_every_figure(with_pseudo: Mapping[str, Words], record: Tables) -> None:
    studio = Studio(record, with_pseudo)
    selection, problems = studio.parse("?lang=qq")
    assert problems == ()
    for chart in CHARTS:
        picture = studio.picture(chart, selection, 1180)
        assert picture.title.startswith(MARK)
        assert all(sentence.startswith(MARK) for sentence in picture.sentences)
        said = " ".join(annotation["text"].replace("<br>", " ") for annotation in picture.figure["layout"]["annotations"])
        assert with_pseudo["qq"](f"charts.{chart.id}.caveat") in said


# modules


@every_module
def test_no_module_is_too_long(module: Path) -> None:
    assert len(module.read_text("utf-8").splitlines()) <= LONGEST, "a module over 300 lines is asking to be split"


@every_module
def test_every_exception_that_is_caught_is_named(module: Path) -> None:
    bare = [
        node.lineno for node in ast.walk(ast.parse(module.read_text("utf-8"))) if isinstance(node, ast.ExceptHandler) and node.type is None
    ]
    assert bare == []


@every_module
def test_the_templates_of_plotly_are_left_alone(module: Path) -> None:
    """A template is handed to each figure; nobody sets one for all."""
    for node in ast.walk(ast.parse(module.read_text("utf-8"))):
        assert not (isinstance(node, ast.Attribute) and node.attr == "templates"), f"line {node.lineno}"
        assert not (isinstance(node, ast.ImportFrom) and node.module == "plotly.io"), f"line {node.lineno}"


@every_module
def test_every_module_says_what_it_is(module: Path) -> None:
    assert ast.get_docstring(ast.parse(module.read_text("utf-8")))


# no request leaves the machine

# The names of XML vocabularies look like addresses; nobody fetches them.
VOCABULARIES = ("http://www.w3.org/",)
OUTSIDE = re.compile(r"(?:https?:|wss?:)?//(?=[a-z0-9-]+\.[a-z])[^\s\"'`)<>]+", re.IGNORECASE)


def code_strings(module: Path) -> Iterator[str]:
    """Yield the strings of a module, without comments and docstrings."""
    tree = ast.parse(module.read_text("utf-8"))
    documented = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef)
        and node.body
        and isinstance(node.body[0], ast.Expr)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in documented:
            yield node.value


def said_by(path: Path) -> str:
    """Return a file's text without its comments; pictures and fonts say nothing."""
    match path.suffix:
        case ".py":
            return "\n".join(code_strings(path))
        case ".toml":
            return "\n".join(line for line in path.read_text("utf-8").splitlines() if not line.lstrip().startswith("#"))
        case ".css":
            return re.sub(r"/\*.*?\*/", "", path.read_text("utf-8"), flags=re.DOTALL)
        case ".js":
            text = re.sub(r"/\*.*?\*/", "", path.read_text("utf-8"), flags=re.DOTALL)
            return re.sub(r"(?m)(?:^|(?<=\s))//.*$", "", text)
        case ".svg" | ".html" | ".json" | ".webmanifest" | ".txt" | ".md":
            return re.sub(r"<!--.*?-->", "", path.read_text("utf-8"), flags=re.DOTALL)
        case _:
            return ""


def outside(text: str) -> list[str]:
    return [address for address in OUTSIDE.findall(text) if not address.startswith(VOCABULARIES)]


def own_files() -> list[Path]:
    """Return the files of the dashboard and its assets; scripts that others wrote stand in ``vendor`` and run under the browser tests."""
    every = [path for folder in (CODE, ASSETS) for path in sorted(folder.rglob("*")) if path.is_file() and "__pycache__" not in path.parts]
    return [path for path in every if not ("vendor" in path.parts and path.suffix == ".js") and "bundled" not in path.parts]


@pytest.mark.parametrize("path", own_files(), ids=lambda path: str(path.relative_to(ROOT)))
def test_no_file_names_another_host(path: Path) -> None:
    assert outside(said_by(path)) == []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("see https://example.org/a.js now", ["https://example.org/a.js"]),
        ("url(//example.org/a.woff2)", ["//example.org/a.woff2"]),
        ("wss://example.org", ["wss://example.org"]),
        ("http://127.0.0.1:8050 and http://{host}:{port}", []),
        ("http://www.w3.org/2000/svg", []),
        ("1 // 2 and a//b", []),
    ],
)
def test_the_search_for_hosts_finds_them(text: str, found: list[str]) -> None:
    assert outside(text) == found


def test_the_search_for_hosts_reads_what_runs_and_not_what_explains(tmp_path: Path) -> None:
    sources = {
        "a.py": '"""See https://example.org/doc."""\n# https://example.org/comment\nX = "https://example.org/code"\n',
        "a.css": "/* https://example.org/comment */ a{background:url(https://example.org/code)}",
        "a.js": "// https://example.org/comment\nfetch('https://example.org/code'); // https://example.org/comment\n",
        "a.toml": '# https://example.org/comment\na = "https://example.org/code"\n',
    }
    for name, text in sources.items():
        (tmp_path / name).write_text(text, "utf-8")
        assert outside(said_by(tmp_path / name)) == ["https://example.org/code"], name
