"""Real parts on loopback: an S3 server, PostgreSQL, a Dask cluster of two processes."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

HOW = "these tests need the extra `scale` and PostgreSQL: pip install -e '.[test,scale]' && apt-get install postgresql"


@pytest.fixture(scope="module")
def bucket() -> Iterator[str]:
    try:
        import s3fs
        from moto.server import ThreadedMotoServer
    except ImportError:
        pytest.fail(HOW)
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0)
    server.start()
    host, port = server.get_host_and_port()
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("AWS_ACCESS_KEY_ID", "key")
        patch.setenv("AWS_SECRET_ACCESS_KEY", "secret")
        patch.setenv("AWS_DEFAULT_REGION", "us-east-1")
        patch.setenv("AWS_ENDPOINT_URL", f"http://{host}:{port}")
        s3fs.S3FileSystem().mkdir("press")
        yield "s3://press"
    server.stop()


def _program(name: str) -> str:
    places = [str(path) for path in sorted(Path("/usr/lib/postgresql").glob("*/bin"))]
    found = shutil.which(name, path=os.pathsep.join([os.environ.get("PATH", ""), *places]))
    if found is None:
        pytest.fail(f"{name} is missing; {HOW}")
    return found


@pytest.fixture(scope="module")
def postgres(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Connection string of a server of its own."""
    folder = Path("/tmp") / f"kechuang-pg-{os.getpid()}"
    folder.mkdir(mode=0o755)
    # PostgreSQL refuses to run as root; Debian's package brings a user for it.
    user = "postgres" if os.geteuid() == 0 else None
    if user is not None:
        shutil.chown(folder, user)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]

    def call(*command: str) -> None:
        subprocess.run(command, check=True, user=user, cwd=folder, stdout=subprocess.DEVNULL)

    call(_program("initdb"), "-D", f"{folder}/data", "-A", "trust", "-U", "kechuang", "--no-sync")
    options = f"-p {port} -k {folder} -c listen_addresses=127.0.0.1 -c fsync=off"
    control = (_program("pg_ctl"), "-D", f"{folder}/data", "-w", "-l", f"{folder}/log")
    call(*control, "-o", options, "start")
    yield f"host=127.0.0.1 port={port} user=kechuang dbname=postgres"
    call(*control, "-m", "immediate", "stop")
    shutil.rmtree(folder)
