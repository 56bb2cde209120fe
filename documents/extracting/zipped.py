"""Opening what is zipped (archives, and .docx files, which are zipped too) without being blown up by it."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterator

from documents.extracting.kinds import MAX_BYTES, checked_name, megabytes
from documents.parsing.reading import UnreadableText

MAX_ENTRIES = 300
MAX_UNPACKED = 200_000_000  # bytes, of all entries together
# A text shrinks to a tenth, a page of one colour to a hundredth; a bomb to a thousandth.
MAX_RATIO, RATIO_COUNTS_FROM = 150, 1_000_000
_ENCRYPTED = 0x1
_IS_UTF8 = 0x800


def opened(data: bytes, name: str, *, entries: int = MAX_ENTRIES) -> zipfile.ZipFile:
    """The archive, looked over before anything is unpacked. Raises UnreadableText."""
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except (zipfile.BadZipFile, ValueError, OSError) as error:
        raise UnreadableText(f"{name}：文件已损坏，无法打开。请重新下载后再导入。") from error
    infos = archive.infolist()
    if len(infos) > entries:
        raise UnreadableText(f"{name}：其中有 {len(infos)} 个文件，超过上限 {entries} 个；请分几次导入。")
    unpacked = sum(info.file_size for info in infos)
    blown = any(i.file_size > RATIO_COUNTS_FROM and i.file_size > MAX_RATIO * max(i.compress_size, 1) for i in infos)
    if unpacked > MAX_UNPACKED or blown:
        raise UnreadableText(f"{name}：解压后异常庞大（{megabytes(unpacked)}），可能是压缩炸弹，不予打开。")
    if any(info.flag_bits & _ENCRYPTED for info in infos):
        raise UnreadableText(f"{name}：设有密码。请解除密码后再导入。")
    return archive


def read(archive: zipfile.ZipFile, info: zipfile.ZipInfo, name: str) -> bytes:
    """One entry, never more than it says it holds. Raises UnreadableText."""
    try:
        return archive.read(info)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, OSError) as error:
        raise UnreadableText(f"{name}：文件已损坏，无法解压。请重新下载后再导入。") from error


def members(data: bytes, name: str) -> Iterator[tuple[str, bytes | UnreadableText]]:
    """The files in an archive, each by its base name; one that cannot be had comes as its refusal.

    Raises UnreadableText where the archive itself is refused: what has an entry that leads out of it was made to harm.
    """
    archive = opened(data, name)
    wanted = [(inside_name(info), info) for info in archive.infolist() if not info.is_dir()]
    if leads_out := next((inside for inside, _ in wanted if _leads_out(inside)), None):
        raise UnreadableText(f"{name}：其中的“{leads_out[:80]}”指向压缩包之外的路径，整个压缩包不予打开。")
    for inside, info in wanted:
        base = inside.rsplit("/", 1)[-1]
        if base.startswith((".", "~$")) or inside.startswith("__MACOSX/"):
            continue
        yield base, _member(archive, info, base)


def inside_name(info: zipfile.ZipInfo) -> str:
    """The name of an entry; those of Chinese Windows are GBK, which zipfile takes for the letters of old DOS."""
    if info.flag_bits & _IS_UTF8:
        return info.filename
    try:
        return info.orig_filename.encode("cp437").decode("gb18030")
    except (UnicodeEncodeError, UnicodeDecodeError):
        return info.filename


def _leads_out(inside: str) -> bool:
    parts = inside.replace("\\", "/").split("/")
    return ".." in parts or inside.startswith(("/", "\\")) or ":" in parts[0] or "\x00" in inside


def _member(archive: zipfile.ZipFile, info: zipfile.ZipInfo, base: str) -> bytes | UnreadableText:
    if info.file_size > MAX_BYTES:
        return UnreadableText(f"{base}：文件有 {megabytes(info.file_size)}，超过上限 {megabytes(MAX_BYTES)}。")
    try:
        checked_name(base)
        return read(archive, info, base)
    except UnreadableText as error:
        return error
