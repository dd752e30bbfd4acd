#!/usr/bin/env python3
"""Fetches the journal of a stage: fetch.py ipc://run/features/socket, or tcp://HOST:PORT."""
import sys

import zmq


def fetch(address, journal=None, behind=b""):
    """Yields its header, its whole steps as they come, and its end, behind a mark if one is given."""
    context, number, sock, greeted, silences = zmq.Context(), 0, None, False, 0
    while True:
        if sock is None:
            sock = context.socket(zmq.DEALER)
            sock.linger = 0
            sock.connect(address)
        number += 1
        rid = b"%d" % number
        ask = [b"fetch", rid, journal, behind, b"65536", b"500"] if greeted else [b"hello", rid]
        sock.send_multipart(ask)
        reply = None
        while (not reply or reply[1] != rid) and sock.poll((1000, 2000, 5000)[min(silences, 2)]):
            reply = sock.recv_multipart()
        if not reply or reply[1] != rid:  # Silence: another socket asks again.
            sock, silences = sock.close(), silences + 1
            continue
        kind, body, silences = reply[0], reply[2:], 0
        if kind == b"hello" and journal in (None, body[1]):
            journal, greeted = body[1], True
            yield body[2]
        elif kind == b"steps":
            behind = body[0] or behind
            yield body[1]
        elif kind == b"end":
            return (yield body[0])
        else:
            sys.exit(f"cannot go on with this journal: {kind.decode()} {body}")


if __name__ == "__main__":
    for lines in fetch(sys.argv[1]):
        sys.stdout.buffer.write(lines)
        sys.stdout.flush()
