"""Lets ``python -m kooperation`` do what the command ``kooperation`` does."""

from kooperation.cli import main

if __name__ == "__main__":
    main()
