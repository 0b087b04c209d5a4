"""What earlier runs over a data folder left beside it, so that the unchanged is not read again.

Three levels lie below ``processed/speicher/<data folder>``: what each export reads as (``sources``), the
assigned bookings of one state of the folder (``ledgers``), and what a command answered (``answers``), with
the hashes of the files that it wrote: a report whose files all stand as they were is not made again. All
of it may be deleted at any time. What decides is content, never time: a level is used when the bytes of every
file, the code and the versions that made it are those of now, and its own bytes are those that were written.
"""
