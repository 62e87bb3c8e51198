"""Run a benchmark by name: `python -m tests.benchmarks NAME [ARGUMENT]...`; without a name, list them."""

from __future__ import annotations

import importlib
import pkgutil
import sys

import tests.benchmarks

NAMES = {
    module.name.removeprefix("bench_"): module.name
    for module in pkgutil.iter_modules(tests.benchmarks.__path__)
    if module.name.startswith("bench_") or module.name in {"corpus", "naive"}
}


def first_line(name: str) -> str:
    """First line of a module's docstring."""
    return (importlib.import_module(f"tests.benchmarks.{name}").__doc__ or "").splitlines()[0]


def main() -> int:
    """Run the named benchmark with the remaining arguments."""
    wanted = sys.argv[1].removeprefix("bench_") if len(sys.argv) > 1 else ""
    if wanted not in NAMES:
        width = max(map(len, NAMES))
        print("\n".join(f"{name:<{width}}  {first_line(module)}" for name, module in sorted(NAMES.items())))
        return 0 if not wanted else 2
    sys.argv = [f"python -m tests.benchmarks {wanted}", *sys.argv[2:]]
    importlib.import_module(f"tests.benchmarks.{NAMES[wanted]}").main()
    return 0


if __name__ == "__main__":
    sys.exit(main())
