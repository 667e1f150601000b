"""The old address of `derived.derivation.typeset`, until all modules that are being worked on import from there."""

from derived.derivation.typeset import as_data, line_data, mimebundle, statements_mimebundle  # noqa: F401
