"""The process beside this one that reckons (`bitim.dialogue.apart`): started by the first conversation, kept for the
next, ended when nobody has needed it for a while. Loading the array libraries takes as long as many a conversation."""

import json
import os
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import Any

from bitim.dialogue import apart

PATIENCE = 600.0  # seconds for one conversation, a very large one included
KEPT = 60.0  # seconds without work


class Failed(Exception):
    """It ended, was too slow, or said something else than an answer; the next conversation gets a new process."""


class Reckoner:
    """One process at a time; conversations wait for one another."""

    def __init__(self, patience: float = PATIENCE) -> None:
        self.patience = patience
        self.process: subprocess.Popen[bytes] | None = None
        self._one = threading.Lock()
        self._used = 0.0

    def reckon(self, packed: bytes) -> dict[str, Any]:
        """Return what `apart.reckoned` returns of a conversation; raises Failed."""
        with self._one:
            try:
                process = self._running()
            except OSError as error:
                raise Failed from error
            clock = threading.Timer(self.patience, process.kill)
            clock.daemon = True
            clock.start()
            try:
                assert process.stdin and process.stdout
                process.stdin.write(packed)
                process.stdin.flush()
                answer: dict[str, Any] = json.loads(process.stdout.readline())
            except (OSError, ValueError) as error:
                self._end()
                raise Failed from error
            finally:
                clock.cancel()
                self._used = time.monotonic()
            return answer

    def rest(self, kept: float = KEPT) -> None:
        """End a process that has had no work for so many seconds: it holds the largest conversation's memory."""
        with self._one:
            if self.process and time.monotonic() - self._used >= kept:
                self._end()

    def _running(self) -> "subprocess.Popen[bytes]":
        if self.process and self.process.poll() is not None:
            self._end()
        if self.process is None:
            # it finds the package where this one found it
            paths = [str(Path(apart.__file__).parents[2]), os.environ.get("PYTHONPATH", "")]
            self.process = subprocess.Popen(
                [sys.executable, "-m", "bitim.dialogue.apart"],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                env=os.environ | {"PYTHONPATH": os.pathsep.join(filter(None, paths))},
            )
        return self.process

    def _end(self) -> None:
        ended, self.process = self.process, None
        if ended is None:
            return
        ended.kill()
        ended.wait()
        for pipe in (ended.stdin, ended.stdout):
            if pipe:
                try:
                    pipe.close()
                except OSError:  # what was still to be written has nowhere to go
                    continue
