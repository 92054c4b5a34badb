"""What a page or a chart shows of itself where its address is pasted: title, sentence, picture, and how to embed it."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import quote

from dashboard.canvas import DEFAULT_WIDTH
from dashboard.charts import Chart
from dashboard.filters import LANGUAGE, TABLE, THEME
from dashboard.pages import Page, page_at, page_of
from dashboard.selection import Selection
from dashboard.studio import Studio

CARD = "/assets/pictures/card.png"  # the picture of a page that has no chart, and of every page where no chrome is there to draw one


@dataclass(frozen=True)
class Preview:
    """What stands in the head of a page for whoever shows a link to it.

    Attributes:
        title: the finding or question of a chart, or the name of a page.
        description: what is seen there, in sentences.
        address: the one address of this view.
        image: the address of a picture of 1200 x 630 pixels.
        image_alt: what that picture shows.
        oembed: the address that says how to embed the view, without its format; empty where nothing can be embedded.
        site: the name of the dashboard.
        locale: the language as link previews name it, for example ``en_GB``.
    """

    title: str
    description: str
    address: str
    image: str
    image_alt: str
    oembed: str
    site: str
    locale: str


def with_query(path: str, query: str) -> str:
    """Return a path with a query string, if there is one."""
    return f"{path}?{query}" if query else path


def chart_query(chart: Chart, selection: Selection) -> str:
    """Return the part of a selection that changes a picture of the chart: what its short link and its embed carry."""
    return chart.asked(selection, LANGUAGE, THEME).to_query()


def onward(chart: Chart, selection: Selection) -> str:
    """Return the path of the view that a chart's link leads to: its page, under the selection, at the chart."""
    return f"{with_query(page_of(chart).path, selection.to_query())}#{chart.id}"


def of_chart(studio: Studio, chart: Chart, selection: Selection, root: str) -> Preview:
    """Return the preview of one chart under a selection; ``root`` as in ``answers.root``."""
    words, query = studio.words(selection), chart_query(chart, selection)
    picture = studio.picture(chart, selection, DEFAULT_WIDTH)
    address = root + with_query(f"/charts/{chart.id}", query)
    said = " ".join(picture.sentences)
    return Preview(
        title=picture.title,
        description=said,
        address=address,
        image=root + with_query(f"/cards/{chart.id}.png", query),
        image_alt=said,
        oembed=f"{root}/oembed?url={quote(address, safe='')}",
        site=words("site.name"),
        locale=str(words.locale),
    )


def of_page(studio: Studio, path: str, search: str, root: str) -> Preview:
    """Return the preview of the page at an address; one that is no page speaks for the dashboard."""
    at = page_at(path)
    selection, _ = studio.parse(search, at)
    words = studio.words(selection)
    name = words("site.name")
    title, description = _told(studio, at, selection) if at else (name, words("site.strapline"))
    chart = at.charts[0] if at and at.charts else None
    image = with_query(f"/cards/{chart.id}.png", chart_query(chart, selection)) if chart else CARD
    return Preview(
        title=title if title == name else f"{title} · {name}",
        description=description,
        address=root + (with_query(quote(at.path), selection.to_query()) if at else "/"),
        image=root + image,
        image_alt=words(f"charts.{chart.id}.question") if chart else name,
        oembed="",
        site=name,
        locale=str(words.locale),
    )


def _told(studio: Studio, at: Page, selection: Selection) -> tuple[str, str]:
    """Return the title of a page and what is seen there; a table that is open speaks for itself."""
    words = studio.words(selection)
    if TABLE in selection:
        table = studio.tables.package.tables[selection[TABLE]]
        return table.title, table.description
    return words(f"pages.{at.id}.title"), words(f"pages.{at.id}.intro")
