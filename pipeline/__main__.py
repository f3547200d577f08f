"""Makes ``python -m pipeline`` the same as ``saidby``."""

from pipeline.cli import app

if __name__ == "__main__":
    app(prog_name="saidby")
