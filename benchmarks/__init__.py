"""Invented ledgers of any size, and what each stage and the whole job cost beside other programs."""
