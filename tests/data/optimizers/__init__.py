"""Walks of fifty steps by the optimizers of PyTorch, optax and Keras; `make.py` wrote them."""

import json
from pathlib import Path

KNOWN = json.loads(Path(__file__).with_name("walks.json").read_text("utf-8"))
