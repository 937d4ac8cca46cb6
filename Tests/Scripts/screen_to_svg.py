"""Draws what `tmux capture-pane -e -p` printed as SVG: python screen_to_svg.py < screen > screen.svg"""
import html
import re
import sys
import unicodedata

WIDTH, HEIGHT = 8.4, 17
BASIC = ["#1c1f26", "#e06c75", "#98c379", "#e5c07b", "#61afef", "#c678dd", "#56b6c2", "#c8ccd4",
         "#6b7280", "#ff7b86", "#b5e890", "#ffd68a", "#82c4ff", "#dd9bf0", "#7fd8e3", "#ffffff"]
INK, PAPER = "#d7dae0", "#14161b"


def indexed(number):
    if number < 16:
        return BASIC[number]
    if number < 232:
        number -= 16
        level = lambda n: 0 if n == 0 else 55 + 40 * n
        return "#%02x%02x%02x" % (level(number // 36), level(number // 6 % 6), level(number % 6))
    return "#%02x%02x%02x" % ((8 + 10 * (number - 232),) * 3)


class Style:
    def __init__(self):
        self.reset()

    def reset(self):
        self.ink, self.paper, self.bold, self.dim, self.underline, self.reverse = None, None, False, False, False, False

    def apply(self, codes):
        codes = [int(code or 0) for code in re.split("[;:]", codes)] or [0]
        while codes:
            code = codes.pop(0)
            if code == 0: self.reset()
            elif code == 1: self.bold = True
            elif code == 2: self.dim = True
            elif code == 4: self.underline = True
            elif code == 7: self.reverse = True
            elif code == 22: self.bold = self.dim = False
            elif code == 24: self.underline = False
            elif code == 27: self.reverse = False
            elif code in (38, 48):
                if codes.pop(0) == 5:
                    colour = indexed(codes.pop(0))
                else:
                    colour = "#%02x%02x%02x" % (codes.pop(0), codes.pop(0), codes.pop(0))
                if code == 38: self.ink = colour
                else: self.paper = colour
            elif 30 <= code <= 37: self.ink = BASIC[code - 30]
            elif 40 <= code <= 47: self.paper = BASIC[code - 40]
            elif 90 <= code <= 97: self.ink = BASIC[code - 82]
            elif 100 <= code <= 107: self.paper = BASIC[code - 92]
            elif code == 39: self.ink = None
            elif code == 49: self.paper = None

    def colours(self):
        ink, paper = self.ink or INK, self.paper or PAPER
        return (paper, ink) if self.reverse else (ink, paper)


lines = sys.stdin.read().rstrip("\n").split("\n")
style, cells = Style(), []
for row, line in enumerate(lines):
    column = 0
    for part in re.split("(\x1b\\[[0-9;:]*m)", line):
        if part.startswith("\x1b"):
            style.apply(part[2:-1])
            continue
        for character in part:
            wide = 2 if unicodedata.east_asian_width(character) in "WF" else 1
            cells.append((row, column, wide, character, *style.colours(), style.bold, style.dim))
            column += wide

columns = max(cell[1] + cell[2] for cell in cells)
print(f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {columns * WIDTH + 16:.0f} {len(lines) * HEIGHT + 16}" '
      f'font-family="DejaVu Sans Mono, Menlo, Consolas, monospace" font-size="14" xml:space="preserve">')
print(f'<rect width="100%" height="100%" rx="8" fill="{PAPER}"/>')
runs = []
for cell in cells:
    last = runs[-1] if runs else None
    if last and last[0] == cell[0] and last[1] + last[2] == cell[1] and last[4:] == cell[4:]:
        runs[-1] = (last[0], last[1], last[2] + cell[2], last[3] + cell[3], *last[4:])
    else:
        runs.append(cell)
for row, column, width, text, ink, paper, bold, dim in runs:
    x, y = 8 + column * WIDTH, 8 + row * HEIGHT
    if paper != PAPER:
        print(f'<rect x="{x:.1f}" y="{y}" width="{width * WIDTH:.1f}" height="{HEIGHT}" fill="{paper}"/>')
    if text.strip():
        weight = ' font-weight="bold"' if bold else ""
        faint = ' opacity="0.6"' if dim else ""
        print(f'<text x="{x:.1f}" y="{y + 13}" fill="{ink}" textLength="{width * WIDTH:.1f}"{weight}{faint}>'
              f'{html.escape(text)}</text>')
print("</svg>")
