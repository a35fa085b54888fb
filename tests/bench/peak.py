"""Runs one command and prints, as JSON, its output, seconds and peak resident memory; knows nothing of what it runs.

A program of its own because it must be small: on Linux a new process starts with the peak of the process that started
it, and the bench itself is larger than what it measures.
"""

import json
import resource
import subprocess
import sys
import time


def main() -> int:
    """Exit status of the command."""
    began = time.perf_counter()
    ran = subprocess.run(sys.argv[1:], capture_output=True, text=True, check=False)
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    facts = {
        "seconds": time.perf_counter() - began,
        "cpu_seconds": usage.ru_utime + usage.ru_stime,
        "peak_gib": usage.ru_maxrss / 1024**2,  # KiB on Linux
    }
    print(json.dumps({"output": ran.stdout, "errors": ran.stderr, "facts": facts}))
    return ran.returncode


if __name__ == "__main__":
    sys.exit(main())
