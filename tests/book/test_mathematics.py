"""KaTeX's server, on a machine that takes its time."""

import sys

import pytest
from sphinxcontrib.katex import KaTeXError, KaTeXServer

import mathematics

SLOW = (
    "import socket, time; s = socket.socket(socket.AF_UNIX); s.bind('katex.sock'); "
    "time.sleep(0.5); {then}; time.sleep(9)"
)


def test_waits_until_the_server_listens_not_only_until_its_socket_exists(tmp_path, monkeypatch):
    command = [sys.executable, "-c", SLOW.format(then="s.listen()")]
    monkeypatch.setattr(KaTeXServer, "build_command", lambda socket: command)
    process, connection = mathematics.start_server(tmp_path, timeout=20)
    connection.close()
    process.kill()
    process.communicate()


def test_a_server_that_never_listens_is_ended_and_told(tmp_path, monkeypatch):
    started = []
    popen = mathematics.Popen
    monkeypatch.setattr(mathematics, "Popen", lambda *a, **k: started.append(popen(*a, **k)) or started[-1])
    monkeypatch.setattr(KaTeXServer, "build_command", lambda socket: [sys.executable, "-c", SLOW.format(then="pass")])
    with pytest.raises(KaTeXError):
        mathematics.start_server(tmp_path, timeout=1)
    started[0].communicate(timeout=5)
    assert started[0].returncode != 0
