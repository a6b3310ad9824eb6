# expect: value | 1
# stdout: bytes were dropped
# stderr: bytes were dropped
import os

for _ in range(800):
    os.write(1, b"x" * 65536)
    os.write(2, b"y" * 65536)
answer = 1
