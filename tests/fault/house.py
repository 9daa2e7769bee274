"""The house as operators run it: `python -m tests.fault.house COMMAND` is `tiaokuai COMMAND` in a warm process."""

from web.cli import main

if __name__ == "__main__":
    main()
