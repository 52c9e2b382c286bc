"""Verifies a message on standard input; the DNS answer is the only argument."""

import sys

import dkim

record = sys.argv[1].encode()
message = sys.stdin.buffer.read()
verified = dkim.verify(message, dnsfunc=lambda name, timeout=5: record)
print("pass" if verified else "fail")
