"""Prints HTML as PDF with WeasyPrint, where it is installed."""

import copy
import gc
import logging
import threading
from contextlib import contextmanager
from xml.etree import ElementTree

import lxml.etree
import lxml.html

try:
    import cssselect2
    import weasyprint
    from weasyprint.text.fonts import FontConfiguration

    from .stylesheet import StyleSheet
except (ImportError, OSError):  # the package, or the system's libraries it draws with
    weasyprint = None

# It tells each page it draws, and each rule of a style sheet it does not know.
for name in ("weasyprint", "weasyprint.progress", "fontTools"):
    logging.getLogger(name).setLevel(logging.ERROR)

BASE = "http://localhost/"
# Where a rule names the part of an element (``::before``) it is about.
PART = 3
RUNNING = """
@page {
    size: %(size)s;
    margin: %(margins)s;
    @top-left { content: element(header); width: 100%%; vertical-align: bottom; }
    @bottom-left { content: element(footer); width: 100%%; vertical-align: top; }
}
html, body { height: auto !important; overflow: visible !important; }
body { font-size: 10pt; }
div.header { position: running(header); padding: 0 %(inset)s !important; }
div.footer { position: running(footer); padding: 0 %(inset)s !important; }
div.footer .page, div.header .page { display: inline !important; min-height: 0 !important; }
.footer .page::after, .header .page::after { content: counter(page); }
.footer .topage::after, .header .topage::after { content: counter(pages); }
thead { display: table-header-group; }
tr { break-inside: avoid; }
"""


def is_here():
    """Tell whether PDFs can be printed."""
    return weasyprint is not None


def print_pages(bodies, headers, footers, paper, fetch):
    """Return one PDF of HTML documents, each with its own running header and footer.

    :param bodies: list of whole documents, as text
    :param headers: one document that holds a ``div.header`` for each body, in their order
    :param footers: the same with ``div.footer``
    :param dict paper: ``size``, ``margins`` and ``inset`` of what runs, as in a style sheet, and
        ``lang``
    :param fetch: function that returns ``(content, type)`` of an address named by a document
    """
    running = list(zip(_divs(headers, "header"), _divs(footers, "footer"), strict=False))
    # What is kept between prints serves one at a time.
    with _lock, _no_collecting():
        return _with_room(_print_all, bodies, running, _Printer(paper, fetch))


def _print_all(bodies, running, printer):
    printed = []
    for number, body in enumerate(bodies):
        document = lxml.html.document_fromstring(body)
        for div in running[number] if number < len(running) else ():
            document.body.insert(0, div)
        printed.append(printer.render(document))
    pages = [page for one in printed for page in one.pages]
    return printed[0].copy(pages).write_pdf()


def _with_room(work, *arguments):
    """Do the work with room for the frames of all that it calls.

    Python gets the memory of its frames in pieces of 16 KB. A loop that happens to run at the end
    of a piece gets and returns one for each call: 300,000 times for a register, a third of its
    time. A frame as large as this one brings a piece in which all others fit.
    """
    return work(*arguments)


_with_room.__code__ = _with_room.__code__.replace(co_stacksize=70_000)


@contextmanager
def _no_collecting():
    """A long paper is very many objects, all in use until it is written: no garbage to look for."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _divs(document, name):
    if not document:
        return []
    return lxml.html.document_fromstring(document).xpath(
        f"//div[contains(concat(' ', normalize-space(@class), ' '), ' {name} ')]"
    )


class _Styles:
    """Style sheets that were read, and the fonts they brought: kept for the next print.

    Reading them takes longer than a page. Their addresses change with their content. Each is cut
    down to the classes of a document: trying all rules on each cell takes longer than all else.
    """

    limit = 8

    def __init__(self):
        self.fonts = FontConfiguration()
        self.sheets, self.cuts = {}, {}

    @classmethod
    def kept(cls):
        """Return what earlier prints have read, or begin anew when that is too much."""
        global _kept  # noqa: PLW0603
        if _kept is None or max(len(_kept.sheets), len(_kept.cuts) / cls.limit) > cls.limit:
            _kept = cls()
        return _kept


_kept = None
_lock = threading.Lock()


class _Printer:
    """Lays documents out, with style sheets that are read once for all of them."""

    def __init__(self, paper, fetch):
        self.lang = paper["lang"]
        self.fetcher = _Fetcher(fetch)
        # One for all: the pages end up in one file, which takes its fonts from here.
        self.styles = _Styles.kept()
        self.running = weasyprint.CSS(string=RUNNING % paper)

    def render(self, document):
        document.set("lang", self._lang_of(document))
        names = {name for value in document.xpath("//@class") for name in value.split()}
        links = document.xpath("//link[@rel='stylesheet']")
        sheets = [self._sheet(link, names) for link in links]
        source = _document()(document, self.fetcher)
        return source.render(font_config=self.styles.fonts, stylesheets=[*sheets, self.running])

    def _lang_of(self, document):
        """The same characters are drawn differently in Chinese, Japanese and Korean."""
        own = document.xpath("//div[@data-oe-lang]/@data-oe-lang")
        return own[0].replace("_", "-") if own else self.lang

    def _sheet(self, link, names):
        address = link.get("href")
        link.getparent().remove(link)
        sheets, cuts = self.styles.sheets, self.styles.cuts
        if address not in sheets:
            sheets[address] = StyleSheet(self.fetcher.text(address))
            self._read(address, sheets[address].fonts)
        key = address, sheets[address].known(names)
        if key not in cuts:
            cuts[key] = _lean(self._read(address, sheets[address].cut(key[1])))
        return cuts[key]

    def _read(self, address, text):
        return weasyprint.CSS(
            string=text,
            base_url=BASE + address.lstrip("/"),
            url_fetcher=self.fetcher,
            font_config=self.styles.fonts,
        )


def _lean(sheet):
    """Return a style sheet without what it says of a part of every element there is.

    Rules like ``*::before`` and ``::footnote-call`` give each cell of a register nine parts with
    styles of their own, none of which is ever drawn: a quarter of the time, a third of the memory.
    """
    sheet, sheet.matcher = copy.copy(sheet), copy.copy(sheet.matcher)
    of_all = sheet.matcher.other_selectors
    sheet.matcher.other_selectors = [rule for rule in of_all if not rule[PART]]
    return sheet


def _tree(document):
    """Return a document as WeasyPrint reads it, or None where only its own reader can tell.

    That one follows HTML to the letter, pictures drawn in the page included, and takes as long as
    ten pages do.
    """
    if document.find(".//svg") is not None or document.find(".//math") is not None:
        return None
    lxml.etree.strip_tags(document, lxml.etree.Comment, lxml.etree.ProcessingInstruction)
    try:
        return ElementTree.fromstring(lxml.etree.tostring(document, encoding="utf-8"))
    except ElementTree.ParseError:
        return None


def _document():
    class Document(weasyprint.HTML):
        """A document that was read already, and begins with lean style sheets too."""

        def __init__(self, document, fetcher):
            tree = _tree(document)
            text = "<!DOCTYPE html>"
            if tree is None:
                text = lxml.html.tostring(document, encoding="unicode", doctype=text)
            super().__init__(string=text, base_url=BASE, url_fetcher=fetcher)
            if tree is not None:
                self.wrapper_element = cssselect2.ElementWrapper.from_html_root(
                    tree, content_language=None
                )
                self.etree_element = self.wrapper_element.etree_element

        def _ua_stylesheets(self, forms=False):
            return [_lean(sheet) for sheet in super()._ua_stylesheets(forms)]

    return Document


def _Fetcher(fetch):  # noqa: N802 - stands for a class that exists only with WeasyPrint
    class Fetcher(weasyprint.urls.URLFetcher):
        """Takes nothing from the network: what the house does not hold is left out."""

        def fetch(self, url, headers=None):
            if url.startswith("data:"):
                return super().fetch(url, headers)
            content, kind = fetch(url)
            return weasyprint.urls.URLFetcherResponse(url, content, {"Content-Type": kind})

        def text(self, address):
            content, _kind = fetch(address)
            return content if isinstance(content, str) else content.decode()

    return Fetcher()
