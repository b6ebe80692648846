"""Builds the kit for PyPI: `pip wheel .`, `python3 -m build`, whatever speaks PEP 517; the standard library alone, no network.

    https://peps.python.org/pep-0517/    https://packaging.python.org/en/latest/specifications/binary-distribution-format/

The one file becomes a package with the marker that its types are to be trusted, which a file alone can't carry
(https://peps.python.org/pep-0561/). The same sources give the same bytes.
"""
import base64
import gzip
import hashlib
import io
import pathlib
import re
import tarfile
import zipfile

try:
    import tomllib
except ImportError:
    raise SystemExit("Building this kit takes Python 3.11 or later; what is built runs on 3.9.") from None

HERE = pathlib.Path(__file__).resolve().parent
PROJECT = tomllib.loads((HERE / "pyproject.toml").read_text("utf-8"))["project"]
VERSION = re.search(r'^__version__ = "([^"]+)"', (HERE / "couplet_plugin.py").read_text("utf-8"), re.M).group(1)
NAME = PROJECT["name"].replace("-", "_")
# The licence of the project, where there is one: beside this file in an archive of sources, at the top in the repository. Two folders
# above an unpacked archive lies whatever lies there.
TOP = HERE.parent.parent
PLACES = [HERE] + ([TOP] if HERE == TOP / "Kits" / "Python" and (TOP / "Package.swift").is_file() else [])
LICENCES = [place / "LICENSE" for place in PLACES if (place / "LICENSE").is_file()][:1]


def metadata():
    """https://packaging.python.org/en/latest/specifications/core-metadata/"""
    lines = ["Metadata-Version: 2.4", f"Name: {PROJECT['name']}", f"Version: {VERSION}", f"Summary: {PROJECT['description']}",
             f"Requires-Python: {PROJECT['requires-python']}", *(f"Classifier: {line}" for line in PROJECT["classifiers"]),
             *(f"License-File: {path.name}" for path in LICENCES), "Description-Content-Type: text/markdown"]
    return "\n".join(lines) + "\n\n" + (HERE / PROJECT["readme"]).read_text("utf-8")


def build_wheel(wheel_directory, config_settings=None, metadata_directory=None):
    notes = f"{NAME}-{VERSION}.dist-info"
    files = {
        "couplet_plugin/__init__.py": (HERE / "couplet_plugin.py").read_bytes(), "couplet_plugin/py.typed": b"",
        f"{notes}/METADATA": metadata().encode(),
        f"{notes}/WHEEL": b"Wheel-Version: 1.0\nGenerator: build_kit\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
        **{f"{notes}/{path.name}": path.read_bytes() for path in LICENCES}}
    record = [f"{name},sha256={digest(data)},{len(data)}\n" for name, data in files.items()]
    files[f"{notes}/RECORD"] = "".join([*record, f"{notes}/RECORD,,\n"]).encode()
    wheel = f"{NAME}-{VERSION}-py3-none-any.whl"
    with zipfile.ZipFile(pathlib.Path(wheel_directory) / wheel, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            entry = zipfile.ZipInfo(name)
            entry.external_attr, entry.compress_type = 0o644 << 16, zipfile.ZIP_DEFLATED
            archive.writestr(entry, data)
    return wheel


def build_sdist(sdist_directory, config_settings=None):
    paths = [HERE / name for name in ("pyproject.toml", PROJECT["readme"], "couplet_plugin.py", "build_kit.py")] + LICENCES
    files = {"PKG-INFO": metadata().encode(), **{path.name: path.read_bytes() for path in paths}}
    plain = io.BytesIO()
    with tarfile.open(fileobj=plain, mode="w", format=tarfile.PAX_FORMAT) as archive:
        for name, data in files.items():
            entry = tarfile.TarInfo(f"{NAME}-{VERSION}/{name}")
            entry.size, entry.mode = len(data), 0o644
            archive.addfile(entry, io.BytesIO(data))
    name = f"{NAME}-{VERSION}.tar.gz"
    (pathlib.Path(sdist_directory) / name).write_bytes(gzip.compress(plain.getvalue(), mtime=0))
    return name


def digest(data):
    return base64.urlsafe_b64encode(hashlib.sha256(data).digest()).rstrip(b"=").decode()
