"""A test session leaves Python's own modules where they are."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]
SESSION = """
import pytest, sys

class Session:
    def pytest_sessionfinish(self):
        import code
        assert code.InteractiveConsole, "pdb needs it"

sys.exit(pytest.main(["-q", "--collect-only", "-p", "no:cacheprovider", *sys.argv[1:]], plugins=[Session()]))
"""


def test_what_is_collected_hides_no_module_of_python():
    """A file that pytest collects directly in the folder `code` would register that folder as the module `code`."""
    collected = ["tests/preprocessing", "code/derived/preprocessing"]
    done = subprocess.run(
        [sys.executable, "-c", SESSION, *collected], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
