"""Everything that was read from one data folder, assigned: the place where the rooms meet."""

from kooperation.books.contents import Books
from kooperation.books.dataset import read_dataset
from kooperation.books.folder import read_books

__all__ = ["Books", "read_books", "read_dataset"]
