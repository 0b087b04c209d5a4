"""The cells of one column as they stand, and its distinct cells: a rule looks at each of these once."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from kooperation.model.cents import flags_of
from kooperation.model.column_bytes import bytes_of, in_pieces
from kooperation.reading.cells.sheet import is_blank

Array = np.ndarray[Any, Any]

# What str.strip() takes away, so that trimming a column is trimming each of its cells.
_BLANKS = "".join(chr(code) for code in range(0x3001) if chr(code).isspace())
_LEADS = np.isin(np.arange(256), sorted({blank.encode()[0] for blank in _BLANKS}))
_TAILS = np.isin(np.arange(256), sorted({blank.encode()[-1] for blank in _BLANKS}))
_FIRST_SIGN, _FIRST_LEAD = np.uint8(0x21), np.uint8(0xC2)  # no blank begins with a byte between them
_PIECE = 1 << 16


@dataclass(frozen=True, eq=False, slots=True)
class Distinct:
    """The distinct cells of a column; the cell of row ``i`` is ``cells[codes[i]]``."""

    cells: list[Any]
    codes: Array

    def rows_of(self, chosen: Iterable[bool]) -> Array:
        """Return per row whether its cell is one of the chosen ones."""
        flags = np.fromiter(chosen, dtype=bool, count=len(self.cells))
        return flags.take(self.codes) if flags.any() else np.zeros(len(self.codes), dtype=bool)


class Column(ABC):
    """The cells of one column. It is never changed; what is computed from it is kept."""

    @abstractmethod
    def __len__(self) -> int:
        """Return the number of rows."""

    @abstractmethod
    def __getitem__(self, row: int) -> Any:
        """Return one cell."""

    @abstractmethod
    def to_list(self) -> list[Any]:
        """Return all cells."""

    @abstractmethod
    def take(self, rows: Array) -> Column:
        """Return the cells of ``rows``."""

    def first(self, most: int = 200) -> list[Any]:
        """Return the first cells: enough to tell most columns that are not what is sought."""
        return self.take(np.arange(min(most, len(self)))).to_list()

    @property
    @abstractmethod
    def filled(self) -> Array:
        """Per row whether the cell holds something."""

    @property
    @abstractmethod
    def distinct(self) -> Distinct:
        """The distinct cells; ``1``, ``1.0`` and ``True`` are three."""


class TextColumn(Column):
    """A column of which every cell is a text; a blank cell is empty or null."""

    @abstractmethod
    def take(self, rows: Array) -> TextColumn:
        """Return the cells of ``rows``."""

    @property
    @abstractmethod
    def trimmed(self) -> pa.Array:
        """The texts without blanks around them; a blank cell is null."""

    @cached_property
    def is_digits(self) -> Array:
        """Per row whether the trimmed text is digits alone: nothing that is quicker told, and no word."""
        return self.rows_that(pc.ascii_is_decimal)

    @abstractmethod
    def rows_that(self, hold: Callable[[pa.Array], pa.Array]) -> Array:
        """Return per row what an Arrow function says of its trimmed text; null is no."""


@dataclass(frozen=True, eq=False)
class WholeTexts(TextColumn):
    """A column of texts, each in full."""

    texts: pa.Array

    def __len__(self) -> int:
        return len(self.texts)

    def __getitem__(self, row: int) -> Any:
        return self.texts[row].as_py()

    def to_list(self) -> list[Any]:
        """Return all cells."""
        return list(self.texts.to_pylist())

    def take(self, rows: Array) -> WholeTexts:
        """Return the cells of ``rows``."""
        return WholeTexts(self.texts.take(pa.array(rows)))

    @cached_property
    def trimmed(self) -> pa.Array:
        """The texts without blanks around them; a blank cell is null."""
        texts = self.texts
        if _has_blanks_around(texts):
            texts = pc.utf8_trim(texts, characters=_BLANKS)
        if texts.null_count == 0:
            starts = bytes_of(texts)[1]
            pieces = in_pieces(len(texts), _PIECE)
            if all((starts[piece] != starts[1:][piece]).all() for piece in pieces):
                return texts
        return pc.if_else(pc.equal(pc.binary_length(texts), 0), pa.scalar(None, texts.type), texts)

    @cached_property
    def filled(self) -> Array:
        """Per row whether the cell holds something."""
        if self.trimmed.null_count == 0:
            return np.ones(len(self), dtype=bool)
        return np.asarray(self.trimmed.is_valid().to_numpy(zero_copy_only=False))

    def rows_that(self, hold: Callable[[pa.Array], pa.Array]) -> Array:
        """Return per row what an Arrow function says of its trimmed text; null is no."""
        return flags_of(hold(self.trimmed))

    @cached_property
    def distinct(self) -> Distinct:
        """The distinct cells."""
        encoded = self.texts.dictionary_encode("encode")
        return Distinct(encoded.dictionary.to_pylist(), np.asarray(encoded.indices))


@dataclass(frozen=True, eq=False)
class CodedTexts(TextColumn):
    """A column of few different texts: these, and the number of its text for each row.

    Whatever is asked of such a column is asked of the different texts, each of which stands in some row. A
    few of them may be the same.
    """

    different: WholeTexts
    codes: Array

    def __len__(self) -> int:
        return len(self.codes)

    def __getitem__(self, row: int) -> Any:
        return self.different[int(self.codes[row])]

    def to_list(self) -> list[Any]:
        """Return all cells."""
        cells = self.distinct.cells
        return [cells[code] for code in self.codes.tolist()]

    def take(self, rows: Array) -> CodedTexts:
        """Return the cells of ``rows``."""
        return coded_texts(self.different.texts, self.codes[rows])

    @cached_property
    def trimmed(self) -> pa.Array:
        """The texts without blanks around them; a blank cell is null."""
        return self.different.trimmed.take(pa.array(self.codes))

    @cached_property
    def filled(self) -> Array:
        """Per row whether the cell holds something."""
        filled = self.different.filled
        return np.ones(len(self), dtype=bool) if filled.all() else filled.take(self.codes)

    def rows_that(self, hold: Callable[[pa.Array], pa.Array]) -> Array:
        """Return per row what an Arrow function says of its trimmed text; null is no."""
        flags = self.different.rows_that(hold)
        return flags.take(self.codes) if flags.any() else np.zeros(len(self), dtype=bool)

    @cached_property
    def distinct(self) -> Distinct:
        """The distinct cells."""
        return Distinct(self.different.to_list(), self.codes)


def coded_texts(texts: pa.Array, codes: Array) -> CodedTexts:
    """Return a column of the texts that have these numbers; some may have none, others stand twice."""
    single = texts.dictionary_encode("encode")
    if len(single.dictionary) < len(texts):
        texts, codes = single.dictionary, np.asarray(single.indices).take(codes)
    is_used = _are_used(texts, codes)
    if not is_used.all():
        numbers = np.cumsum(is_used, dtype=np.int32) - 1
        texts, codes = texts.filter(pa.array(is_used)), numbers.take(codes)
    return CodedTexts(WholeTexts(texts), codes)


def part_of_coded(texts: pa.Array, codes: Array) -> CodedTexts:
    """Return a column of most rows of a longer one: a text of none of them makes room for one of the first.

    So the numbers stay what they are: they take more memory than the texts.
    """
    is_used = _are_used(texts, codes)
    if not is_used.all():
        texts = texts.take(pa.array(np.where(is_used, np.arange(len(texts)), codes[0])))
    return CodedTexts(WholeTexts(texts), codes)


def _are_used(texts: pa.Array, codes: Array) -> Array:
    is_used = np.zeros(len(texts), dtype=bool)
    is_used[codes] = True
    return is_used


@dataclass(frozen=True, eq=False)
class MixedColumn(Column):
    """A column of numbers, dates or cells of several kinds, each distinct cell held once.

    The distinct cells stand in the order of their first rows, and each stands in some row.
    """

    coded: Distinct

    def __len__(self) -> int:
        return len(self.coded.codes)

    def __getitem__(self, row: int) -> Any:
        return self.coded.cells[self.coded.codes[row]]

    def to_list(self) -> list[Any]:
        """Return all cells."""
        cells = self.coded.cells
        return [cells[code] for code in self.coded.codes.tolist()]

    def take(self, rows: Array) -> MixedColumn:
        """Return the cells of ``rows``."""
        return _of_used(self.coded.cells, self.coded.codes[rows])

    @cached_property
    def types(self) -> frozenset[type]:
        """The types of its cells."""
        return frozenset(map(type, self.coded.cells))

    @cached_property
    def filled(self) -> Array:
        """Per row whether the cell holds something."""
        if not self.types & {str, type(None)}:
            return np.ones(len(self), dtype=bool)
        return self.coded.rows_of(not is_blank(cell) for cell in self.coded.cells)

    @property
    def distinct(self) -> Distinct:
        """The distinct cells."""
        return self.coded


def mixed_column(cells: Sequence[Any], codes: Array | None = None) -> MixedColumn:
    """Return the column of these cells, or of those with these numbers; some may have none, or be equal."""
    single, places = _numbered(cells)
    if codes is None:
        return MixedColumn(Distinct(single, places))
    return _of_used(single, codes if len(single) == len(cells) else places[codes])


def _of_used(cells: Sequence[Any], codes: Array) -> MixedColumn:
    """Return the column of those of some distinct cells that have these numbers."""
    used = pa.array(codes).dictionary_encode()
    return MixedColumn(
        Distinct([cells[code] for code in used.dictionary.to_pylist()], np.asarray(used.indices))
    )


def _numbered(cells: Sequence[Any]) -> tuple[list[Any], Array]:
    """Return the distinct cells, and where each stands among them; ``1``, ``1.0`` and ``True`` are three."""
    places: dict[Any, int] = {}
    is_pure = len(set(map(type, cells))) == 1
    keys = cells if is_pure else zip(map(type, cells), cells, strict=True)
    found = np.fromiter((places.setdefault(key, len(places)) for key in keys), np.int32, len(cells))
    return [*places] if is_pure else [cell for _, cell in places], found


def column_of(cells: Sequence[Any]) -> Column:
    """Return the cells of one column in the form that suits them."""
    if set(map(type, cells)) <= {str, type(None)}:
        try:
            return WholeTexts(pa.array(cells, type=pa.large_string()))
        except UnicodeEncodeError:  # half a character, which no Arrow array can hold
            pass
    return mixed_column(cells)


def _has_blanks_around(texts: pa.Array) -> bool:
    """Tell quickly whether some text may begin or end with a blank, from its first and last byte alone."""
    if not len(texts):
        return False
    characters, starts = bytes_of(texts)
    if all(_are_signs(characters[piece]) for piece in in_pieces(len(characters), _PIECE)):
        return False
    return any(
        _begin_or_end_blank(characters, starts[piece.start : piece.stop + 1])
        for piece in in_pieces(len(texts), _PIECE)
    )


def _are_signs(characters: Array) -> bool:
    """Tell whether all bytes are from the first sign behind the blank to before the first lead byte."""
    return bool(((characters - _FIRST_SIGN) < _FIRST_LEAD - _FIRST_SIGN).all())


def _begin_or_end_blank(characters: Array, bounds: Array) -> bool:
    begins, ends = bounds[:-1], bounds[1:]
    is_filled = ends > begins
    if not is_filled.all():
        begins, ends = begins[is_filled], ends[is_filled]
    return bool(_LEADS[characters[begins]].any() or _TAILS[characters[ends - 1]].any())
