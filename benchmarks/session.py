"""A session of a Bokeh server as a browser opens it: the page, then its document over the websocket."""

from __future__ import annotations

import asyncio
import json
import re
import statistics
import time
import urllib.request

from tornado.httpclient import HTTPRequest
from tornado.websocket import WebSocketClientConnection, websocket_connect

from served import Server


def opened(server: Server, count: int) -> tuple[float, float]:
    """Milliseconds to open a session with its document, median, and the memory in MB that each keeps."""
    return asyncio.run(_opened(server, count))


async def _opened(server: Server, count: int) -> tuple[float, float]:
    held = [await _open(server)]
    before, taken = server.memory, []
    for _ in range(count):
        start = time.perf_counter()
        held.append(await _open(server))
        taken.append(1000 * (time.perf_counter() - start))
    memory = (server.memory - before) / count
    for connection in held:
        connection.close()
    return statistics.median(taken), memory


async def _open(server: Server) -> WebSocketClientConnection:
    page = await asyncio.to_thread(lambda: urllib.request.urlopen(server.address()).read().decode())
    token = re.search(r'"token":"([^"]+)"', page)[1]
    request = HTTPRequest(f"{server.address().replace('http', 'ws', 1)}/ws")
    connection = await websocket_connect(request, subprotocols=["bokeh", token], max_message_size=2**30)
    await _message(connection)  # the server's greeting
    for part in ({"msgid": "1", "msgtype": "PULL-DOC-REQ"}, {}, {}):
        await connection.write_message(json.dumps(part))
    while await _message(connection) != "PULL-DOC-REPLY":
        pass
    return connection


async def _message(connection: WebSocketClientConnection) -> str:
    """Read one message, with its buffers; its type."""
    header = json.loads(await connection.read_message())
    for _ in range(2 + 2 * header.get("num_buffers", 0)):
        await connection.read_message()
    return header["msgtype"]
