#!/usr/bin/env python3
"""Records the explorer from the real program: an asciicast, an animated picture, a picture of each screen.

    python3 record.py PROGRAM WORKSPACE OUTPUT [--question ID]

The workspace must be computed. Written are OUTPUT/demo.cast (asciicast v2), OUTPUT/demo.svg and OUTPUT/NAME.svg of each
screen. The cast is replayed into a terminal of its own, which must end at the screen that the recording ended at. Needs pyte.
"""
import fcntl
import html
import json
import os
import pathlib
import pty
import select
import struct
import sys
import tempfile
import termios
import time

import pyte

COLUMNS, ROWS = 100, 30
CELL, LINE = 8.4, 17


def steps(question):
    """Screens by name, the keys that lead to each, and what it then shows."""
    return [
        ("question", f":q {question}\r", f"> {question} >"), ("steps", "\r", "whole"), ("step", "j", "> step 1 of"),
        ("documents", "\r", "rank"), ("code", "fc", "type=code"), ("reader", "\r", "[2 Read]"), ("next", "J", "[2 Read]"),
        ("compare", "3", "[3 Compare]"), ("findings", "4", "[4 Findings]"), ("ask", "5", "[5 Ask]"),
    ]


class Terminal:
    def __init__(self):
        self.screen = pyte.Screen(COLUMNS, ROWS)
        self.stream = pyte.ByteStream(self.screen)

    def feed(self, data):
        self.stream.feed(data)

    def text(self):
        return [line.rstrip() for line in self.screen.display]


def record(program, workspace, question):
    """The chunks of output with their times, and the screens by name."""
    home = tempfile.mkdtemp()
    pid, fd = pty.fork()
    if pid == 0:
        environment = {
            "HOME": home, "TERM": "xterm-256color", "LANG": "C.UTF-8", "PATH": os.environ["PATH"],
            "NCURSES_NO_UTF8_ACS": "1", "XDG_STATE_HOME": home,
        }
        os.execve(program, [program, workspace, "--trust", "--no-engine", "--fresh", "--no-mouse"], environment)
    fcntl.ioctl(fd, termios.TIOCSWINSZ, struct.pack("HHHH", ROWS, COLUMNS, 0, 0))
    terminal, chunks, screens = Terminal(), [], []
    clock = 0.0

    def settle(expected):
        """Reads until a text is shown and nothing more has come for a while: one moment of the recording."""
        nonlocal clock
        quiet, end = 0, time.monotonic() + 120
        while quiet < 8 or not any(expected in line for line in terminal.text()):
            assert time.monotonic() < end, f"{expected} is never shown:\n" + "\n".join(terminal.text())
            if select.select([fd], [], [], 0.1)[0]:
                try:
                    data = os.read(fd, 1 << 16)
                except OSError:
                    return
                terminal.feed(data)
                chunks.append((clock, data))
                quiet = 0
            else:
                quiet += 1

    settle("[1 Explore]")
    for name, keys, expected in steps(question):
        clock += 1.6
        os.write(fd, keys.encode())
        settle(expected)
        screens.append((name, snapshot(terminal.screen)))
    last = terminal.text()
    os.write(fd, b"Q")
    os.waitpid(pid, 0)
    return chunks, screens, last


def snapshot(screen):
    """Runs of equal looks of each row."""
    rows = []
    for y in range(ROWS):
        runs = []
        for x in range(COLUMNS):
            cell = screen.buffer[y][x]
            look = (cell.bg, cell.fg, cell.bold) if cell.reverse else (cell.fg, cell.bg, cell.bold)
            look += (cell.reverse,)
            if runs and runs[-1][1] == look:
                runs[-1][2] += cell.data
            elif cell.data:
                runs.append([x, look, cell.data])
        rows.append(runs)
    return rows


def colour(name, default):
    # Debian 12's pyte calls bright black "black", and nothing here is drawn in black itself.
    names = {"black": "#888", "red": "#c33", "green": "#3a3", "brown": "#b80", "blue": "#46c", "magenta": "#a4a",
             "cyan": "#2aa", "white": "#ddd"}
    if name == "default":
        return default
    return names.get(name.removeprefix("bright"), "#" + name if len(name) == 6 else default)


def drawn(rows):
    out = []
    for y, runs in enumerate(rows):
        for x, (fg, bg, bold, reverse), text in runs:
            front, back = colour(fg, "#111" if reverse else "#ddd"), colour(bg, "#ddd" if reverse else "none")
            if back != "none":
                out.append(f'<rect x="{x * CELL:.1f}" y="{y * LINE}" width="{len(text) * CELL:.1f}" height="{LINE}" fill="{back}"/>')
            if text.strip():
                weight = ' font-weight="bold"' if bold else ""
                out.append(f'<text x="{x * CELL:.1f}" y="{y * LINE + 13}" textLength="{len(text) * CELL:.1f}" fill="{front}"{weight}>'
                           f"{html.escape(text)}</text>")
    return "".join(out)


def svg(frames, seconds=2.0):
    """A picture; of several frames one after the other, for ever."""
    width, height = COLUMNS * CELL, ROWS * LINE
    head = (f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:.0f} {height}" font-family="monospace" '
            f'font-size="14" xml:space="preserve"><rect width="100%" height="100%" fill="#111"/>')
    if len(frames) == 1:
        return head + drawn(frames[0]) + "</svg>\n"
    share, total = 100 / len(frames), seconds * len(frames)
    style = (f"<style>g{{visibility:hidden;animation:f {total}s step-end infinite}}"
             f"@keyframes f{{0%{{visibility:visible}}{share:.2f}%{{visibility:hidden}}}}</style>")
    body = "".join(f'<g style="animation-delay:{number * seconds}s">{drawn(frame)}</g>' for number, frame in enumerate(frames))
    return head + style + body + "</svg>\n"


def main():
    program, workspace, output = sys.argv[1:4]
    question = sys.argv[5] if len(sys.argv) > 5 else "slope-01"
    folder = pathlib.Path(output)
    folder.mkdir(parents=True, exist_ok=True)
    chunks, screens, last = record(os.path.abspath(program), os.path.abspath(workspace), question)
    # Bytes of one character may come in two pieces; in JSON they stand together.
    cast, rest = [], b""
    for when, data in chunks:
        data = rest + data
        cut = len(data)
        while cut > 0:
            try:
                text = data[:cut].decode()
                break
            except UnicodeDecodeError as error:
                cut = error.start
        else:
            text = ""
        rest = data[cut:]
        cast.append([round(when, 2), "o", text])
    lines = [json.dumps({"version": 2, "width": COLUMNS, "height": ROWS, "env": {"TERM": "xterm-256color"}})]
    lines += [json.dumps(event, ensure_ascii=False) for event in cast]
    (folder / "demo.cast").write_text("\n".join(lines) + "\n")
    picture = svg([frame for _, frame in screens])
    (folder / "demo.svg").write_text(picture)
    for name, frame in screens:
        (folder / f"{name}.svg").write_text(svg([frame]))
    assert len(picture) < 1_000_000, f"the picture has {len(picture)} bytes"
    replayed = Terminal()
    for line in (folder / "demo.cast").read_text().splitlines()[1:]:
        _, kind, text = json.loads(line)
        assert kind == "o"
        replayed.feed(text.encode())
    assert replayed.text() == last, "the recording replays to another screen"
    assert "[5 Ask]" in last[0], last[0]
    print(f"{len(cast)} pieces, {len(screens)} screens, {len(picture)} bytes of picture; replays to the same screen")


main()
