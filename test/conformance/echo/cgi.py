#!/usr/bin/env python3
"""The echo application (ECHO.md) as a CGI script, through wsgiref: tracked answers need a process that stays, and say so."""
import os
import sys
from wsgiref.handlers import CGIHandler

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from wsgi import app  # noqa: E402

if __name__ == '__main__':
    CGIHandler().run(app)
