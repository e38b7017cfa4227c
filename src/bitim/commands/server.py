"""Running the web application in this process."""

import asyncio
import contextlib
import signal
from collections.abc import Callable
from types import FrameType

APPLICATION = "bitim.web.asgi:application"


def told_to_stop(number: int, frame: FrameType | None) -> None:
    """Let a SIGTERM end this process as Ctrl+C does, with everything put in order."""
    raise KeyboardInterrupt


def run(host: str, port: int, ready: Callable[[], None], *, behind_proxy: bool = False) -> int:
    """Serve until stopped; call `ready` once the first request can be answered.

    One process: it holds the live lines, and the workers and clocks run beside the pages.
    """
    import uvicorn

    from bitim.kernel import jobs
    from bitim.kernel.live.socket import MOST_BYTES

    class Server(uvicorn.Server):
        """Says when it is ready."""

        async def startup(self, sockets: list[object] | None = None) -> None:  # type: ignore[override]
            """Start, then tell."""
            await super().startup()
            if self.started:
                ready()

    config = uvicorn.Config(
        APPLICATION,
        host=host,
        port=port,
        log_config=None,  # its lines go through the house's own filter: no message of a fault, no code, no link
        log_level="warning",
        access_log=False,  # addresses carry the tokens of links
        server_header=False,
        proxy_headers=behind_proxy,
        forwarded_allow_ips="127.0.0.1,::1",
        lifespan="on",
        ws_max_size=MOST_BYTES,
        timeout_graceful_shutdown=10,
    )
    signal.signal(signal.SIGTERM, told_to_stop)  # uvicorn hands the signal on when it has finished
    server, stop_jobs = Server(config), jobs.start()
    try:
        with contextlib.suppress(KeyboardInterrupt):
            asyncio.run(server.serve())
    finally:
        stop_jobs()
    return 0 if server.started else 1
