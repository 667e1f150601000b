"""What can be done with a page at the project's repository: run it on another's machine, mend it, report a mistake.

One setting turns it on, the repository's address: `book_repository` in _config.yml, or BOOK_REPOSITORY. Without it no
page has such a menu. Colab and Binder open the plain notebooks, whose first cell installs what they need, from
the branch `notebooks`: the site's folder `_sources`, which `.ci/notebooks` puts there. Where the site has no address of
its own, it is that of GitHub's pages. The theme's own buttons would open the Markdown of a chapter, which does not run.
"""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import NamedTuple
from urllib.parse import quote, urlencode, urljoin

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.config import Config
from sphinx.errors import ExtensionError

import notebooks

ADDRESS = re.compile(r"https://github\.com/([\w-]+)/([\w.-]+?)(?:\.git|/tree/([\w./-]+?))?/?")
PYTHON = "python-3.12"  # Binder's own is older than the package allows
REPORT = """\
{where}

What it says:

What it should say:
"""


class Repository(NamedTuple):
    """A repository on GitHub.

    Attributes
    ----------
    owner, name, branch : str
        The branch is the one that pages are edited on.
    """

    owner: str
    name: str
    branch: str = "main"

    @property
    def url(self) -> str:
        """Its address."""
        return f"https://github.com/{self.owner}/{self.name}"

    @property
    def site(self) -> str:
        """Where GitHub publishes its pages, if the site has no other address."""
        host = f"{self.owner.lower()}.github.io"
        return f"https://{host}/" if self.name.lower() == host else f"https://{host}/{self.name}/"

    def colab(self, notebook: str) -> str:
        """The address that opens a notebook in Colab."""
        return f"https://colab.research.google.com/github/{self.owner}/{self.name}/blob/notebooks/{quote(notebook)}"

    def binder(self, notebook: str) -> str:
        """The address that opens a notebook in Binder."""
        return f"https://mybinder.org/v2/gh/{self.owner}/{self.name}/notebooks?{urlencode({'labpath': notebook})}"

    def edit(self, source: str) -> str:
        """The address where a page's source is edited."""
        return f"{self.url}/edit/{self.branch}/{quote(source)}"

    def report(self, title: str, where: str) -> str:
        """The address where a mistake is reported; a script adds the number of the equation that is in sight."""
        return (
            f"{self.url}/issues/new?{urlencode({'title': f'Mistake in {title}', 'body': REPORT.format(where=where)})}"
        )


def checked(address: str) -> Repository | None:
    """The repository of an address; None if there is none.

    Raises
    ------
    sphinx.errors.ExtensionError
        If it is no repository on GitHub, from where alone Colab opens notebooks.

    Examples
    --------
    >>> checked("https://github.com/someone/derived.git").site
    'https://someone.github.io/derived/'
    """
    if not (address := address.strip()):
        return None
    if not (found := ADDRESS.fullmatch(address)):
        raise ExtensionError(
            f"BOOK_REPOSITORY, or book_repository in _config.yml, is {address!r}. "
            "Give the address of a repository on GitHub, such as https://github.com/someone/derived, "
            "or of its branch if that is not main: https://github.com/someone/derived/tree/trunk"
        )
    return Repository(found[1], found[2], found[3] or "main")


def configure(app: Sphinx, config: Config) -> None:
    """Read the setting; a site without an address gets that of GitHub's pages."""
    config.book_repository = checked(os.environ.get("BOOK_REPOSITORY", config.book_repository or ""))
    if config.book_repository and not config.html_baseurl:
        config.html_baseurl = config.book_repository.site


def offer(app: Sphinx, page: str, template: str, context: dict, doctree: nodes.document | None) -> None:
    """Put the menu beside that of downloads."""
    repository: Repository | None = app.config.book_repository
    if repository is None or doctree is None or app.builder.name != "html":
        return
    title, where = doctree.next_node(nodes.title), urljoin(app.config.html_baseurl, f"{page}.html")
    links = {
        "edit": ("Edit this page", "pencil", repository.edit(_source(app, page))),
        "report": ("Report a mistake here", "flag", repository.report(title.astext() if title else page, where)),
    }
    if notebook := context.get("ipynb_source"):
        colab = {"colab": ("Open in Colab", "play", repository.colab(notebook))}
        links = colab | {"binder": ("Open in Binder", "play", repository.binder(notebook))} | links
    buttons = [
        {"type": "link", "text": text, "icon": f"fas fa-{icon}", "label": f"{label}-button", "url": url}
        for label, (text, icon, url) in links.items()
    ]
    menu = {"type": "group", "tooltip": "Run, edit, report", "icon": "fas fa-rocket", "label": "launch-buttons"}
    context["header_buttons"].insert(1, menu | {"buttons": buttons})


def _source(app: Sphinx, page: str) -> str:
    return Path(app.env.doc2path(page)).relative_to(app.srcdir).as_posix()


def prepare(app: Sphinx, exception: Exception | None) -> None:
    """Tell Binder what to install, beside the notebooks; without a repository, nothing."""
    folder = Path(app.outdir) / "_sources"
    wanted = {}
    if app.config.book_repository:
        wheel = urljoin(app.config.html_baseurl, f"{notebooks.WHEELS}/{notebooks.wheel_of(app).name}")
        wanted = {"runtime.txt": f"{PYTHON}\n", "requirements.txt": f"derived[notebook] @ {wheel}\n"}
    if exception is None and app.builder.name == "html" and folder.exists():
        for name in ("runtime.txt", "requirements.txt"):
            (folder / name).unlink(missing_ok=True)
        for name, text in wanted.items():
            (folder / name).write_text(text, "utf-8")


def setup(app: Sphinx) -> dict:
    """Connect to Sphinx."""
    app.add_config_value("book_repository", "", "html", (str, Repository, type(None)))
    app.connect("config-inited", configure, priority=90)  # before the site's address is judged
    app.connect("html-page-context", offer, priority=710)
    app.connect("build-finished", prepare)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
