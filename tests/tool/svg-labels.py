# SPDX-License-Identifier: GPL-2.0-only
"""Reads an SVG of tcpstate diagram and says which of its labels cannot be read."""

import sys
import xml.etree.ElementTree as tree

SVG = "{http://www.w3.org/2000/svg}"
# A digit of DejaVu Sans, which is wider than most fonts' letters, in parts of the font's size.
DIGIT = 0.636


def box_of(text):
    size = float(text.get("font-size", 14))
    content = "".join(text.itertext())
    gaps = sum(float(part.get("dx", 0)) for part in text)
    width = len(content) * DIGIT * size + gaps
    left = float(text.get("x")) - {"end": width, "middle": width / 2}.get(text.get("text-anchor"), 0)
    top = float(text.get("y")) - 0.75 * size
    return content, left, top, left + width, top + 0.95 * size


root = tree.parse(sys.argv[1]).getroot()
_, _, width, height = (float(number) for number in root.get("viewBox").split())
# A badge of an arc that nobody expects lies on whatever is there.
boxes = [box_of(text) for text in root.iter(SVG + "text") if "alarm" not in text.get("class", "")]
for i, (content, left, top, right, bottom) in enumerate(boxes):
    if left < 0 or top < 0 or right > width or bottom > height:
        print(f"'{content}' leaves the picture")
    for other, left2, top2, right2, bottom2 in boxes[i + 1:]:
        if left < right2 and left2 < right and top < bottom2 and top2 < bottom:
            print(f"'{content}' and '{other}' overlap")
print(f"{len(boxes)} labels")
