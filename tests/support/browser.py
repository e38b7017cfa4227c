"""Which browser, with which flags.

Most stories run in Chromium's headless shell, where it is there: the same engine without the windows around it, for
half to three quarters of the processor time. Nobody there answers for the names by which a browser hides its addresses
from others, so the shell gives the addresses themselves. Who is evicted, who hears whom by a relay, and what a dead
media server leaves is told in the whole Chromium, as people have it.
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
PLAIN_ADDRESSES = "--disable-features=WebRtcHideLocalIpsWithMdns"


def executable(*, whole: bool = True) -> str | None:
    """Return the path of the browser to use, or None. E2E_CHROMIUM decides when it is set. `whole`: with windows."""
    chosen = os.environ.get("E2E_CHROMIUM")
    if chosen:
        return shutil.which(chosen)
    return next((path for path in map(shutil.which, NAMES if whole else (*SHELLS, *NAMES)) if path), None)


def flags(*, whole: bool = True) -> list[str]:
    """Return the launch flags; Chromium's own sandbox does not start as root."""
    asked = FLAGS if whole else [*FLAGS, PLAIN_ADDRESSES]
    return [*asked, "--no-sandbox"] if os.geteuid() == 0 else asked
