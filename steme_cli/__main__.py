"""`python -m steme_cli` is `steme`."""

from steme_cli.main import main

if __name__ == "__main__":
    main()
