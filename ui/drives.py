"""Where a bundle can be carried away: the drives that can be pulled out, and how much room a folder has."""

import ctypes
import sys
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QStorageInfo

_MEDIA = ("/media/", "/run/media/", "/mnt/")
"""Where Linux mounts what is plugged in."""
_WINDOWS_REMOVABLE = 2
"""DRIVE_REMOVABLE of GetDriveTypeW."""


@dataclass(frozen=True)
class Drive:
    """A place to write to. ``label`` names it for people, sizes are bytes; ``removable`` can be pulled out."""

    path: Path
    label: str
    free: int
    total: int
    file_system: str
    removable: bool


def removable_drives() -> tuple[Drive, ...]:
    """Sticks and cards that are plugged in and can be written. May wait for a slow device: not for the window's thread."""
    volumes = [volume for volume in QStorageInfo.mountedVolumes() if volume.isValid() and volume.isReady() and not volume.isReadOnly()]
    return tuple(_drive(volume, Path(volume.rootPath())) for volume in volumes if _is_removable(volume.rootPath()))


def drive_of(folder: Path) -> Drive:
    """The drive that a folder is on, named after the folder. Not for the window's thread either."""
    return _drive(QStorageInfo(str(folder)), folder)


def _drive(volume: QStorageInfo, path: Path) -> Drive:
    root = volume.rootPath()
    place = root.rstrip("/") if sys.platform == "win32" else ""
    name = volume.name() or Path(root).name
    return Drive(
        path=path,
        label=f"{name} ({place})" if place else name,
        free=volume.bytesAvailable(),
        total=volume.bytesTotal(),
        file_system=bytes(volume.fileSystemType().data()).decode("ascii", "replace"),
        removable=_is_removable(root),
    )


def _is_removable(root: str) -> bool:
    if sys.platform == "win32":
        return ctypes.windll.kernel32.GetDriveTypeW(root.replace("/", "\\")) == _WINDOWS_REMOVABLE
    return f"{root}/".startswith(_MEDIA)
