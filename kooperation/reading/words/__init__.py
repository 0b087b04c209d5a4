"""What foreign headings, titles and labels mean: data, and how it is looked up."""
