"""`python -m webapp` is `masthead`."""

from .cli import main

if __name__ == "__main__":
    main()
