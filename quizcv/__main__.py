"""`python -m quizcv` is `quizcv`."""

from quizcv.cli.main import main

if __name__ == "__main__":
    main()
