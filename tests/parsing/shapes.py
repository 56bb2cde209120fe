"""Measures which characters look alike: `python -m tests.parsing.shapes > documents/parsing/lexicon/shapes.toml`.

Draws the most usual characters in two faces with the browser of the tests (the fonts are Debian's fonts-noto-cjk),
softens the pictures and compares each with every other. Takes some minutes; the result is kept as the parser's data.
"""

from __future__ import annotations

import base64
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence

import jieba
import numpy as np
from numpy.typing import NDArray

from tests.browser import chromium

Pictures = NDArray[np.float32]

CHARACTERS, SIZE = 4200, 48
FACES = ("Noto Serif CJK SC", "Noto Sans CJK SC")
SOFTENED = (1.3, 2.2)  # pixels
# Correlation from which on two characters resemble each other, and how many of its nearest a character keeps.
DEGREES = (("near", 0.90, 12), ("close", 0.86, 12), ("similar", 0.82, 5))
HEAD = """# Characters whose printed shapes resemble each other, as tests/parsing/shapes.py measures them: each of the most usual
# 4,200 characters was drawn in Noto Serif CJK SC and Noto Sans CJK SC, softened, and compared with every other
# (correlation of the two pictures, the mean of both faces). A word here is a character and those that it resembles; the
# pairs hold both ways.
"""
DRAW = """([text, face, size]) => {
  const canvas = document.createElement("canvas");
  canvas.width = size; canvas.height = size;
  const pen = canvas.getContext("2d", {willReadFrequently: true});
  pen.font = `${size - 8}px "${face}"`;
  const all = new Uint8Array(text.length * size * size);
  for (let index = 0; index < text.length; index++) {
    const box = pen.measureText(text[index]);
    pen.clearRect(0, 0, size, size);
    pen.fillText(text[index], (size - box.actualBoundingBoxRight + box.actualBoundingBoxLeft) / 2,
      (size + box.actualBoundingBoxAscent - box.actualBoundingBoxDescent) / 2);
    const drawn = pen.getImageData(0, 0, size, size).data;
    for (let dot = 0; dot < size * size; dot++) all[index * size * size + dot] = drawn[dot * 4 + 3];
  }
  let bytes = "";
  for (let start = 0; start < all.length; start += 32768)
    bytes += String.fromCharCode(...all.subarray(start, start + 32768));
  return btoa(bytes);
}"""


def usual_characters() -> str:
    """Those of the standard GB 2312 that words of jieba's dictionary have most often."""
    counts: Counter[str] = Counter()
    with jieba.get_dict_file() as lines:
        for line in lines:
            word, times, _ = line.decode().split(" ", 2)
            for character in word:
                counts[character] += int(times)
    usual = (character for character, _ in counts.most_common() if "\u4e00" <= character <= "\u9fff")
    return "".join([character for character in usual if character.encode("gb2312", "ignore")][:CHARACTERS])


def pictures(characters: str) -> Iterator[Pictures]:
    """For each face one row a character: how dark its dots are."""
    with chromium.browser() as browser:
        page = browser.new_page()
        for face in FACES:
            drawn = base64.b64decode(page.evaluate(DRAW, [characters, face, SIZE]))
            yield np.frombuffer(drawn, dtype=np.uint8).reshape(len(characters), SIZE, SIZE).astype(np.float32)


def softened(drawn: Pictures, width: float) -> Pictures:
    """The pictures blurred, each centred on its mean and of length one."""
    steps = np.arange(-8, 9)
    weights = np.exp(-(steps**2) / (2 * width**2))
    weights /= weights.sum()
    for axis in (1, 2):
        blurred = np.zeros_like(drawn)
        for step, weight in zip(steps, weights, strict=True):
            blurred += np.float32(weight) * np.roll(drawn, step, axis)
        drawn = blurred
    flat = drawn.reshape(len(drawn), -1)
    flat = flat - flat.mean(axis=1, keepdims=True)
    unit: Pictures = (flat / np.linalg.norm(flat, axis=1, keepdims=True)).astype(np.float32)
    return unit


def resemblance(characters: str) -> Pictures:
    """Correlation of each character with every other; none with itself."""
    result = np.zeros((len(characters), len(characters)), dtype=np.float32)
    for drawn in pictures(characters):
        for width in SOFTENED:
            rows = softened(drawn, width)
            result += rows @ rows.T / (len(FACES) * len(SOFTENED))
    np.fill_diagonal(result, 0)
    return result


def stars(characters: str, alike: Pictures, least: float, most: float, nearest: int) -> list[str]:
    """Each character with the less usual ones that it resembles in this degree."""
    ranks = np.argsort(-alike, axis=1)[:, :nearest]
    found: dict[int, set[int]] = defaultdict(set)
    for one in range(len(characters)):
        for other in ranks[one]:
            if least <= alike[one, other] < most:
                found[min(one, int(other))].add(max(one, int(other)))
    return ["".join(characters[place] for place in (one, *sorted(others))) for one, others in sorted(found.items())]


def lines(words: Sequence[str], width: int = 58) -> Iterator[str]:
    line = ""
    for word in words:
        if len(line) + len(word) + 1 > width:
            yield line
            line = ""
        line = f"{line} {word}".strip()
    yield line


def main() -> None:
    characters = usual_characters()
    alike = resemblance(characters)
    sys.stdout.write(HEAD)
    most = 2.0
    for degree, least, nearest in DEGREES:
        words = stars(characters, alike, least, most, nearest)
        told = f"from {least:.2f} on" if most > 1 else f"{least:.2f} to {most:.2f}"
        sys.stdout.write(f'\n# correlation {told}\n{degree} = """\n' + "\n".join(lines(words)) + '\n"""\n')
        most = least


if __name__ == "__main__":
    main()
