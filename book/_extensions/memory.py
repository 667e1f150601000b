"""What pure steps made, kept from one build to the next, so that only what changed is done again.

A step is a function of values alone: what it makes of the same values is the same. It is found by a hash of the
function's name, of the values as Python writes them (so no sets, which have no order), and of the state of all code
and settings; steps that are missing are done in parallel.
"""

from __future__ import annotations

import hashlib
import multiprocessing
import os
import pickle
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from pathlib import Path
from typing import Any

WORTH = 8  # so many steps are worth starting processes for


class Memory:
    """A folder of results.

    Parameters
    ----------
    folder : Path
        Where they are kept.
    state : str
        Of the code and settings that they depend on.
    jobs : int, default=1
        How many steps are done at a time.

    Examples
    --------
    >>> from tempfile import mkdtemp
    >>> memory = Memory(Path(mkdtemp()))
    >>> memory(divmod, 7, 2), memory.each(divmod, [(7, 2), (9, 4)])
    ((3, 1), [(3, 1), (2, 1)])
    """

    def __init__(self, folder: Path, state: str = "", jobs: int = 1):
        self.folder, self.state, self.jobs = folder, state, jobs
        self.asked: set[str] = set()
        folder.mkdir(parents=True, exist_ok=True)

    def __call__(self, step: Callable[..., Any], *given: Any) -> Any:
        """What a step makes of some values."""
        return self.each(step, [given])[0]

    def each(self, step: Callable[..., Any], cases: Sequence[tuple[Any, ...]]) -> list[Any]:
        """What a step makes of each of several cases, in their order."""
        names = [self._name(step, given) for given in cases]
        missing = {name: given for name, given in zip(names, cases, strict=True) if not (self.folder / name).exists()}
        for name, result in zip(missing, self._done(step, list(missing.values())), strict=True):
            unfinished = self.folder / f"{name}.{os.getpid()}"  # a step that others do at the same time
            unfinished.write_bytes(result)
            os.replace(unfinished, self.folder / name)
        self.asked.update(names)
        return [pickle.loads((self.folder / name).read_bytes()) for name in names]

    def forget_the_rest(self) -> None:
        """Drop what has not been asked for: pages and settings that are no more."""
        for path in self.folder.iterdir():
            if path.name not in self.asked:
                path.unlink()

    def _name(self, step: Callable[..., Any], given: tuple[Any, ...]) -> str:
        key = repr((self.state, step.__module__, step.__qualname__, given))
        return hashlib.sha256(key.encode("utf-8", "surrogatepass")).hexdigest()

    def _done(self, step: Callable[..., Any], cases: list[tuple[Any, ...]]) -> list[bytes]:
        do = partial(_pickled, step)
        if min(self.jobs, len(cases) // WORTH) < 2 or "fork" not in multiprocessing.get_all_start_methods():
            return list(map(do, cases))
        with ProcessPoolExecutor(self.jobs, multiprocessing.get_context("fork")) as pool:
            return list(pool.map(do, cases, chunksize=2))


def _pickled(step: Callable[..., Any], given: tuple[Any, ...]) -> bytes:
    return pickle.dumps(step(*given))
