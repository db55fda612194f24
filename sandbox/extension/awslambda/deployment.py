"""A version's code and layers, unpacked once."""

from __future__ import annotations

import hashlib
import io
import tarfile
import threading
import uuid
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from moto.awslambda.models import lambda_backends

from patching import Sandbox

MODULE_FOLDERS = ("nodejs/node_modules", "nodejs/node24/node_modules", "nodejs/node22/node_modules")
_lock = threading.Lock()


@dataclass(frozen=True)
class Deployment:
    home: Path

    @property
    def task(self) -> Path:
        return self.home / "task"

    @property
    def layers(self) -> Path:
        return self.home / "opt"

    @property
    def temporary(self) -> Path:
        """Stands for `/tmp`, and is gone with the sandbox, whatever a killed function has left in it."""
        return self.home / "tmp"

    @property
    def compiled(self) -> Path:
        """What V8 made of the handler's file."""
        return self.home / "compiled"

    @property
    def node_path(self) -> str:
        return ":".join(str(self.layers / folder) for folder in MODULE_FOLDERS)

    @classmethod
    def of(cls, sandbox: Sandbox, fn: Any) -> Deployment:
        arns = [layer["Arn"] for layer in fn.layers]
        identity = "\n".join([fn.code_sha_256, *arns]).encode()
        home = sandbox.scratch / "functions" / hashlib.sha256(identity).hexdigest()[:24]
        with _lock:
            if not home.exists():
                if fn.package_type == "Image":
                    unpack_image(home, fn.image.layers)
                else:
                    unpack(home, fn.code_bytes, [layer_bytes(fn, arn) for arn in arns])
        return cls(home)


def layer_bytes(fn: Any, arn: str) -> bytes:
    layer = lambda_backends[fn.account_id][fn.region].layers_versions_by_arn(arn)
    if layer is None:
        raise LookupError(f"layer {arn} is gone")
    return layer.code_bytes


def unpack_image(home: Path, layers: list[bytes]) -> None:
    """What lies in `/var/task` of an image. A later layer overwrites an earlier one; files that one removes stay."""
    beside = home.with_name(f"{home.name}.{uuid.uuid4().hex}")
    made = Deployment(beside)
    for folder in (made.task, made.layers, made.temporary):
        folder.mkdir(parents=True)
    for layer in layers:
        with tarfile.open(fileobj=io.BytesIO(layer)) as files:
            for member in files.getmembers():
                path = member.name.removeprefix("./").removeprefix("/")
                if path.startswith("var/task/"):
                    member.name = path.removeprefix("var/task/")
                    files.extract(member, made.task, filter="data")
    beside.rename(home)


def unpack(home: Path, code: bytes, layers: list[bytes]) -> None:
    """Later layers overwrite earlier ones. Builds beside, so that nobody ever sees half of it."""
    beside = home.with_name(f"{home.name}.{uuid.uuid4().hex}")
    made = Deployment(beside)
    made.layers.mkdir(parents=True)
    made.temporary.mkdir()
    for layer in layers:
        zipfile.ZipFile(io.BytesIO(layer)).extractall(made.layers)
    zipfile.ZipFile(io.BytesIO(code)).extractall(made.task)
    # An ES module finds its packages only in folders above it, never through NODE_PATH.
    for folder in MODULE_FOLDERS:
        if (made.layers / folder).is_dir() and not (beside / "node_modules").is_symlink():
            (beside / "node_modules").symlink_to(Path("opt") / folder)
    beside.rename(home)
