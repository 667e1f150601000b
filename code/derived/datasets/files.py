"""Real data that ships with the book.

Every file has a source, terms and a SHA-256 that is checked when it is loaded: a data set that changed is an error, not
a different result.
"""

from __future__ import annotations

import gzip
import hashlib
import io
from dataclasses import dataclass
from importlib import resources

import pandas as pd

__all__ = [
    "AMES",
    "NAMES",
    "WINDSOR",
    "DataFileError",
    "Dataset",
    "load_ames",
    "load_names",
    "load_windsor",
]


class DataFileError(RuntimeError):
    """A data file is not the one that the book was written with.

    Examples
    --------
    >>> from dataclasses import replace
    >>> replace(WINDSOR, sha256="0123").load()
    Traceback (most recent call last):
    derived.datasets.files.DataFileError: windsor.csv.gz has SHA-256 f3a1..., but 0123 was
    expected: install the package again, the file has been changed
    """


def check_hash(file: str, content: bytes, expected: str) -> None:
    """Refuse a file whose content is another than the one that was recorded.

    Parameters
    ----------
    file : str
        Its name, for the message.
    content : bytes
        What is hashed.
    expected : str
        The SHA-256 that it should have.

    Raises
    ------
    DataFileError
        If it has another.

    Examples
    --------
    >>> check_hash("empty", b"", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")
    """
    found = hashlib.sha256(content).hexdigest()
    if found != expected:
        raise DataFileError(
            f"{file} has SHA-256 {found}, but {expected} was expected: "
            "install the package again, the file has been changed"
        )


@dataclass(frozen=True)
class Dataset:
    """What is known of a data file.

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
        The hash of the uncompressed file.
    rows : int
        How many observations it has.
    columns : dict
        The meaning, with units, of the columns that the book uses.

    Examples
    --------
    >>> WINDSOR.title
    'House sales in Windsor, Ontario, July to September 1987'
    >>> WINDSOR.rows, WINDSOR.columns["lotsize"]
    (546, 'size of the lot, in square feet')
    >>> WINDSOR.load()["lotsize"].head(3).tolist()
    [5850, 4000, 3060]
    """

    name: str
    title: str
    source: str
    terms: str
    sha256: str
    rows: int
    columns: dict[str, str]

    def load(self) -> pd.DataFrame:
        """Read the file.

        Returns
        -------
        DataFrame
            A fresh copy, with the columns of the source.

        Raises
        ------
        DataFileError
            If the file is not the one whose hash is recorded.
        """
        packed = (resources.files("derived.datasets") / f"{self.name}.csv.gz").read_bytes()
        raw = gzip.decompress(packed)
        check_hash(f"{self.name}.csv.gz", raw, self.sha256)
        return pd.read_csv(io.BytesIO(raw), keep_default_na=False)


AMES = Dataset(
    name="ames",
    title="House sales in Ames, Iowa, 2006 to 2010",
    source="De Cock (2011), from the Ames City Assessor's Office; as curated in the R package modeldata",
    terms="modeldata is under the MIT license; the records are public",
    sha256="c282c96a9a6257d1a8ecc5020f86339866c45e76b2048da8dcc350d07c82b943",
    rows=2930,
    columns={
        "Sale_Price": "price, in US dollars",
        "Gr_Liv_Area": "living area above ground, in square feet",
        "Lot_Area": "size of the lot, in square feet",
        "Total_Bsmt_SF": "area of the basement, in square feet",
        "Garage_Area": "area of the garage, in square feet",
        "Year_Built": "year of construction",
        "Year_Sold": "year of the sale",
        "Overall_Cond": "overall condition, nine words from Very_Poor to Very_Excellent",
        "Neighborhood": "one of the neighborhoods within the city limits",
        "Sale_Condition": "circumstances of the sale; Normal for an ordinary one",
    },
)


WINDSOR = Dataset(
    name="windsor",
    title="House sales in Windsor, Ontario, July to September 1987",
    source="Anglin and Gençay (1996); as distributed in the R package AER, data set HousePrices",
    terms="published by the authors in the data archive of the Journal of Applied Econometrics for replication",
    sha256="f3a13320d6812e7b7da3b64fc84510669cc353ffd83c21fd8eb60848181783a2",
    rows=546,
    columns={
        "price": "price, in Canadian dollars",
        "lotsize": "size of the lot, in square feet",
        "bedrooms": "number of bedrooms",
        "bathrooms": "number of full bathrooms",
        "stories": "number of stories without the basement",
        "driveway": "whether there is a driveway, yes or no",
        "recreation": "whether there is a recreation room, yes or no",
        "fullbase": "whether there is a full finished basement, yes or no",
        "gasheat": "whether gas heats the water, yes or no",
        "aircon": "whether there is central air conditioning, yes or no",
        "garage": "number of garage places",
        "prefer": "whether it is in a preferred neighborhood, yes or no",
    },
)


NAMES = Dataset(
    name="names",
    title="First names in the United States census of 1990",
    source=(
        "U.S. Census Bureau, Frequently occurring names from the 1990 census, files dist.female.first and "
        "dist.male.first; as distributed in the Python package names"
    ),
    terms="public domain, as a work of the United States government; the package is under the MIT license",
    sha256="8fbdfe62dbd5819c5c3b524925e0f5590215aef47cfbfd835828416b8a71967a",
    rows=5163,
    columns={
        "name": "the name, in the letters a to z",
        "women": "percent of the women who bore it, 0 if it is not in their list",
        "men": "percent of the men who bore it, 0 if it is not in their list",
    },
)


def load_ames() -> pd.DataFrame:
    """Sales of 2,930 houses in Ames, Iowa, with 73 properties of each and the price.

    Returns
    -------
    DataFrame of shape (2930, 74)
        One row a sale. Areas are in square feet, prices in US dollars; `AMES.columns` describes the main columns.

    References
    ----------
    D. De Cock, "Ames, Iowa: Alternative to the Boston Housing Data", Journal of Statistics Education 19 (2011).

    Examples
    --------
    >>> print(load_ames()["Sale_Price"].median())
    160000.0
    """
    return AMES.load()


def load_windsor() -> pd.DataFrame:
    """Sales of 546 houses in Windsor, Ontario, with 11 properties of each and the price.

    Returns
    -------
    DataFrame of shape (546, 12)
        One row a sale. Lots are in square feet, prices in Canadian dollars.

    References
    ----------
    P. M. Anglin and R. Gençay, "Semiparametric Estimation of a Hedonic Price Function", Journal of Applied
    Econometrics 11 (1996), 633–648.

    Examples
    --------
    >>> load_windsor().shape
    (546, 12)
    """
    return WINDSOR.load()


def load_names() -> pd.DataFrame:
    """First names that were counted in the United States census of 1990, and how frequent they were.

    Returns
    -------
    DataFrame
        One row a name, in alphabetical order, in lower case; a name of women and men has one row. Frequencies are in
        percent; `NAMES.columns` describes the columns.

    References
    ----------
    U.S. Census Bureau, Frequently occurring first names and surnames from the 1990 census (1995).

    Examples
    --------
    >>> names = load_names()
    >>> names[names["name"] == "leslie"].values.tolist()
    [['leslie', 0.154, 0.081]]
    """
    return NAMES.load()
