"""Asks the programs of this folder in process: environs as JSON lines on standard input, answers on standard output.

Each line of input is an object of environ keys to set, null for one to take away. Each line of output has for every
program what it answered: [status, error].
"""
import importlib
import json
import sys
from wsgiref.util import setup_testing_defaults

PROGRAMS = ("raw", "webob", "werkzeug")


def environ_of(changes):
    environ = {"HTTP_HOST": "127.0.0.1", "SERVER_NAME": "127.0.0.1", "SERVER_PORT": "80", "PATH_INFO": "/", "QUERY_STRING": ""}
    setup_testing_defaults(environ)
    for key, value in changes.items():
        if value is None:
            environ.pop(key, None)
        else:
            environ[key] = value
    return environ


def ask(program, changes):
    seen = []
    try:
        body = program.app(environ_of(changes), lambda status, headers, error=None: seen.append(status))
        for _ in body:
            pass
        return [int(seen[-1].split()[0]), None]
    except Exception as error:
        return [500, type(error).__name__]


if __name__ == "__main__":
    programs = {name: importlib.import_module(name + "_time") for name in PROGRAMS}
    for line in sys.stdin:
        changes = json.loads(line)
        print(json.dumps({name: ask(program, changes) for name, program in programs.items()}))
