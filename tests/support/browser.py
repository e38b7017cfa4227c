"""Which browser, with which flags.

Stories of voices and pictures run in the whole Chromium. All others run in its headless shell, where it is there: the
same engine without the windows around it, for half the processor time. It finds no other browser for a mesh of voices.
"""

import os
import shutil

NAMES = ("chromium", "chromium-browser", "google-chrome")
SHELLS = ("chromium-headless-shell", "chrome-headless-shell")

# No real camera, no questions, no calls to anybody; WebRTC also where loopback is the only interface.
FLAGS = [
    "--use-fake-device-for-media-stream",
    "--use-fake-ui-for-media-stream",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--mute-audio",
    "--disable-dev-shm-usage",
    "--autoplay-policy=no-user-gesture-required",
    "--allow-loopback-in-peer-connection",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE *.localhost, EXCLUDE 127.0.0.1",
]


def executable(*, whole: bool = True) -> str | None:
    """Return the path of the browser to use, or None. E2E_CHROMIUM decides when it is set. `whole`: with windows."""
    chosen = os.environ.get("E2E_CHROMIUM")
    if chosen:
        return shutil.which(chosen)
    return next((path for path in map(shutil.which, NAMES if whole else (*SHELLS, *NAMES)) if path), None)


def flags() -> list[str]:
    """Return the launch flags; Chromium's own sandbox does not start as root."""
    return [*FLAGS, "--no-sandbox"] if os.geteuid() == 0 else FLAGS
