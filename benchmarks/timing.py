"""Time programs that do the same, fairly: in turns, in a new random order each round, after one round to warm up."""

import time

import numpy as np
import pandas as pd


def in_turns(programs, arguments, rounds, rng, reference, once=()):
    """Time each program on the same arguments.

    Parameters
    ----------
    programs : dict of callable
        By name.
    arguments : tuple
        What each is called with.
    rounds : int
        How many are timed.
    rng : numpy.random.Generator
        Draws the order of each round.
    reference : str
        The program by whose time in the same round those of the others are divided.
    once : sequence of str
        Programs so slow that they run in the first round only, without warming up.

    Returns
    -------
    table : DataFrame
        For each program the median time, *ms*, and the median ratio to the reference, *ratio*.
    answers : dict
        What each program returned.
    """
    answers = {name: program(*arguments) for name, program in programs.items() if name not in once}
    seconds = pd.DataFrame(np.nan, index=range(rounds), columns=list(programs))
    for k in range(rounds):
        for name in rng.permutation([name for name in programs if not k or name not in once]):
            start = time.perf_counter()
            answers[name] = programs[name](*arguments)
            seconds.loc[k, name] = time.perf_counter() - start
    ratios = seconds.div(seconds[reference], axis=0)
    return pd.DataFrame({"ms": 1000 * seconds.median(), "ratio": ratios.median()}), answers


def formatted(table):
    """The table to be read: milliseconds to a tenth, ratios to a hundredth, one digit of all else."""
    formats = {"ms": "{:.1f}", "ratio": "{:.2f}"}
    return pd.DataFrame({name: column.map(formats.get(name, "{:.0e}").format) for name, column in table.items()})
