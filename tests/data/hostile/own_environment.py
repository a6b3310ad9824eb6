# expect: value | []
import os

here = {**os.environ, **dict(
    line.split("=", 1) for line in open("/proc/self/environ").read().split("\0") if "=" in line
)}
answer = [name for name in here if "SECRET" in name]
