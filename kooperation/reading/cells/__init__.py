"""Raw cells, one by one and column by column: what a cell is, and what it reads as."""
