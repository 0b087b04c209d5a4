"""What lies in a data folder: exports, registers, and where they are."""
