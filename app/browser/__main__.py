"""``python -m app.browser``: build the kernels' module for browsers, if it is not there, and say where it is.

``python -m app.browser ship`` copies it into the package besides, for a wheel.
"""

import gzip
import shutil
import subprocess
import sys

from app.browser import kept
from app.server import compiled


def main(*, ship: bool) -> None:
    compiled.keep()
    there = kept.path().is_file()
    try:
        path = kept.build()
    except subprocess.CalledProcessError as error:
        # What is wrong has been said.
        sys.exit(error.returncode)
    size, packed = path.stat().st_size, len(gzip.compress(path.read_bytes(), 9))
    print(f"{path}{' was there already' if there else ''}: {size / 1e3:.0f} kB, {packed / 1e3:.0f} kB compressed.")
    if ship and path != kept.SHIPPED:
        shutil.copyfile(path, kept.SHIPPED)
        print(f"Copied to {kept.SHIPPED}.")


if __name__ == "__main__":
    main(ship="ship" in sys.argv)
