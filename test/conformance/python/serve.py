"""Serves a program of this folder with the standard library's server: python3 serve.py raw_time PORT."""
import importlib
import sys
from socketserver import ThreadingMixIn
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server


class Server(ThreadingMixIn, WSGIServer):
    """One thread for each connection, so that an unfinished request keeps nobody waiting."""

    daemon_threads = True
    request_queue_size = 64


class Handler(WSGIRequestHandler):
    def log_message(self, *arguments):
        """Nobody reads the lines."""


if __name__ == "__main__":
    name, port = sys.argv[1:]
    program = importlib.import_module(name)
    make_server("127.0.0.1", int(port), program.app, Server, Handler).serve_forever()
