"""Which column of a table is which canonical one: layouts, headings, kinds, signs; drafts of layouts."""
