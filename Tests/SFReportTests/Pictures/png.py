"""What a picture shows: usage: png.py FILE BANDS COLOR...

One line for the width and the height of a PNG of 8-bit RGB, and one for each of so many bands of
equal height from the top: the number of pixels of each colour (#rrggbb) in it, or of one near it.
"""

import collections, struct, sys, zlib


def chunks(data):
    at = 8
    while at < len(data):
        size, kind = struct.unpack(">I4s", data[at:at + 8])
        yield kind, data[at + 8:at + 8 + size]
        at += 12 + size


def paeth(left, up, corner):
    guess = left + up - corner
    return min((abs(guess - left), 0, left), (abs(guess - up), 1, up), (abs(guess - corner), 2, corner))[2]


def rows(data, width, height):
    """The pixels of each row, with the PNG's filters undone."""
    above, step = bytearray(3 * width), 3 * width + 1
    for y in range(height):
        method, row = data[y * step], bytearray(data[y * step + 1:(y + 1) * step])
        for x in range(3 * width) if method else ():
            left, corner = (row[x - 3], above[x - 3]) if x >= 3 else (0, 0)
            guess = (0, left, above[x], (left + above[x]) // 2, paeth(left, above[x], corner))[method]
            row[x] = (row[x] + guess) & 255
        yield row
        above = row


def is_near(pixel, color):
    return sum(abs(a - b) for a, b in zip(pixel, color)) < 60


def main():
    name, bands, colors = sys.argv[1], int(sys.argv[2]), [bytes.fromhex(text[1:]) for text in sys.argv[3:]]
    with open(name, "rb") as file:
        data = file.read()
    assert data[:8] == b"\x89PNG\r\n\x1a\n", "not a PNG"
    parts = list(chunks(data))
    width, height, depth, kind, _, _, interlaced = struct.unpack(">IIBBBBB", parts[0][1])
    assert (depth, kind, interlaced) == (8, 2, 0), "not plain 8-bit RGB"
    print(width, height)
    pixels = zlib.decompress(b"".join(text for kind, text in parts if kind == b"IDAT"))
    found = [collections.Counter() for _ in range(bands)]
    for y, row in enumerate(rows(pixels, width, height)):
        found[y * bands // height].update(bytes(row[x:x + 3]) for x in range(0, len(row), 3))
    for band in found:
        print(*(sum(count for pixel, count in band.items() if is_near(pixel, color)) for color in colors))


main()
