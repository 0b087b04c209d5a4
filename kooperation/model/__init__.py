"""The nouns and rules of the field: money, periods, regions, ceilings, findings. No files, no drawing."""
